-- How titles, document numbers and domains as written are made comparable, and cells are named.

create or replace macro half_width(written) as
    translate(
        written,
        '　！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～',
        ' !"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
    );

-- A number before a title, 1.甲改革 or (一)甲改革, is its place in a list and no part of it; nor are marks between its words.
create or replace macro title_key(title) as
    nullif(
        translate(
            regexp_replace(
                regexp_replace(lower(half_width(title)), '[\s《》〈〉「」『』“”‘’"''。;]', '', 'g'),
                '^\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、)]([^\d.])',
                '\1'
            ),
            ',、:·',
            ''
        ),
        ''
    );

create or replace macro document_key(document_number) as
    nullif(regexp_replace(half_width(document_number), '[\s\[\]【】〔〕()第]', '', 'g'), '');

-- The year that a document number names, 瑶办〔2021〕12号, as text.
create or replace macro document_year(document_number) as
    nullif(regexp_extract(half_width(document_number), '[\[〔【(]\s*((?:19|20)\d{2})\s*[\]〕】)]', 1), '');

-- What tells a document from all others: its number; one that names no year is of the year that it is reported for.
create or replace macro document_id(document_number, year) as
    concat_ws('|', if(document_year(document_number) is null, year, null), document_key(document_number));

-- What a normalised title says but for its figures, for telling what is planned anew year after year.
create or replace macro wording(title_key) as
    nullif(translate(title_key, '0123456789,、:-—()', ''), '');

-- A domain as a cell names it, without its numbering and the count of its tasks: "一、经济体制改革(10项)" is 经济体制改革.
-- A text around the table, a title or the name of a sheet, says of which domain the rows are and names it only in passing.
create or replace macro domain_as_named(written, header_text) as
    if(
        header_text in ('标题', '填报单位', '工作表名', '文件名', '文件夹名'),
        null,
        nullif(
            regexp_replace(
                regexp_replace(
                    trim(half_width(written)),
                    '^(第?[一二三四五六七八九十]+[、.,:]|[(]?[一二三四五六七八九十\d]+[)、.]+|\d+[、.:]?)\s*',
                    ''
                ),
                '\s*[(]?(共|合计)?[\d一二三四五六七八九十]+[项个件条][^)]*[)]?$',
                ''
            ),
            ''
        )
    );

-- Where a cell stands, as a finding about another one names it.
create or replace macro cell_place(path, sheet, cell) as
    path || ' ' || sheet || '!' || coalesce(cell, '');
