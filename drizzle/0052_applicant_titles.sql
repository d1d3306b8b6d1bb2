-- The applicant's title, by the code table of src/domain/professional-titles.ts: of the staff directory where it says one, else what the applicant chose.
alter table transfusion_requests add column applicant_title text
  check (applicant_title in ('chief', 'associate_chief', 'attending', 'physician', 'assistant'));
