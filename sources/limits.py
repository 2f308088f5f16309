"""What a file may cost to read, and the error that says why one is not read."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost. No spreadsheet that an office filled in comes near them."""

    max_file_bytes: int = 50 * 2**20
    max_uncompressed_bytes: int = 500 * 2**20
    max_zip_entries: int = 2000
    max_ratio: int = 100
    max_cells: int = 5_000_000
    max_rows: int = 1_048_576
    max_columns: int = 16_384
    max_merges: int = 50_000
    max_sheets: int = 200
    max_text_length: int = 100_000
    seconds: float = 60.0
    memory_bytes: int = 2 * 2**30

    def __post_init__(self) -> None:
        for limit in fields(self):
            if getattr(self, limit.name) <= 0:
                raise ValueError(f"{limit.name} must be more than 0")


DEFAULT_LIMITS = Limits()

OF_ANY_RATIO = 2**20
"""So many bytes may come of however few: blank cells, and a cell of the same character 32,767 times, pack well."""


class UnreadableFileError(Exception):
    """The file cannot or must not be read; the message says why, in Chinese, and what to do."""

    def __init__(self, format_: str, rule: str, message: str) -> None:
        super().__init__(format_, rule, message)
        self.format = format_
        self.rule = rule
        self.message = message


def encrypted(format_: str) -> UnreadableFileError:
    """The error of a file that needs a password."""
    return UnreadableFileError(format_, "encrypted_file", "文件设有打开密码,无法读取;请取消密码后再报送")


def damaged(format_: str) -> UnreadableFileError:
    """The error of a file whose content is broken."""
    return UnreadableFileError(
        format_, "damaged_file", "文件已损坏或不完整,无法读取;请用 Excel 或 WPS 打开后另存为 xlsx 再报送"
    )


def too_large(format_: str, what: str, remedy: str) -> UnreadableFileError:
    """The error of a file that passes a limit. what: the limit, and by how much; remedy: what to do."""
    return UnreadableFileError(format_, "file_too_large", f"{what};{remedy}")


def forbidden(format_: str) -> UnreadableFileError:
    """The error of a file that declares entities of its own, as no spreadsheet program does."""
    return UnreadableFileError(
        format_, "forbidden_content", "文件含有不允许的 DOCTYPE 声明;请用 Excel 或 WPS 另存后再报送"
    )


def foreign(format_: str, what: str) -> UnreadableFileError:
    """The error of a file that is no spreadsheet. what: what it is instead, after "文件"."""
    return UnreadableFileError(format_, "foreign_file", f"文件{what};请报送 Excel 或 WPS 表格(xlsx)")


def out_of_memory(format_: str) -> UnreadableFileError:
    """The error of a file that holds more than the memory allowed."""
    return too_large(format_, "文件内容过多,内存不足", "请拆分成几个文件后再报送")


def not_opened(problem: OSError) -> UnreadableFileError:
    """The error of a file that the system does not give."""
    match problem:
        case FileNotFoundError():
            reason = "文件已不存在"
        case PermissionError():
            reason = "没有读取权限"
        case IsADirectoryError() | NotADirectoryError():
            reason = "不是普通文件"
        case _:
            reason = problem.strerror or type(problem).__name__
    return UnreadableFileError(
        "unknown", "file_not_opened", f"文件打不开({reason});请检查文件是否存在、是否可读、是否正被占用"
    )
