-- What the models and checks share: how titles and document numbers are made comparable, which tasks are known.

create or replace macro half_width(written) as
    translate(
        written,
        '　！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～',
        ' !"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
    );

create or replace macro title_key(title) as
    nullif(regexp_replace(lower(half_width(title)), '[\s《》〈〉「」『』“”‘’"''。;]', '', 'g'), '');

create or replace macro document_key(document_number) as
    nullif(regexp_replace(half_width(document_number), '[\s\[\]【】〔〕()第]', '', 'g'), '');

create or replace macro known_tasks() as table
    select distinct
        district,
        year,
        title_key(title) as key
    from raw.task
    where disposition in ('loaded', 'warned');
