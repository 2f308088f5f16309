"""Makes the sample workbooks anew: ``python -m sources.samplemaker``."""

from pathlib import Path

from sources.samplemaker.layout import lay_out
from sources.samplemaker.source import load
from sources.samplemaker.writers import write

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples"


def make_samples(folder: Path) -> list[Path]:
    """Write the workbooks of every year that has a text source, each year in a folder of its own below ``folder``."""
    made = []
    for text in sorted(HERE.glob("*.toml")):
        source = load(text)
        year_folder = folder / text.stem
        year_folder.mkdir(parents=True, exist_ok=True)
        for workbook in source.workbook:
            path = year_folder / workbook.file
            write(path, [lay_out(sheet, source.records(sheet)) for sheet in workbook.sheet])
            made.append(path)
    return made


def main() -> None:
    """Make the committed samples anew."""
    for path in make_samples(SAMPLES):
        print(path.relative_to(SAMPLES))  # noqa: T201


if __name__ == "__main__":
    main()
