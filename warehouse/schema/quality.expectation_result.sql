-- One row an expectation evaluated in the latest refresh that read something.
create table quality.expectation_result (
    suite varchar not null,
    expectation varchar not null,
    field varchar,
    rule varchar not null,
    severity varchar not null,
    evaluated bigint not null,
    unexpected bigint not null
)
