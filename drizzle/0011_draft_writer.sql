-- One draft of a subject: two PCs at one shipment each began their own, and whoever loaded the page next saw only the newer. And who wrote
-- a draft last, with its how-manieth saving that was: the same desk saving again after a lost answer is no other PC.
delete from drafts older using drafts newer
  where older.org_id = newer.org_id and older.module = newer.module and older.subject_id = newer.subject_id
    and (older.updated_at, older.id) < (newer.updated_at, newer.id);
drop index drafts_subject;
create unique index drafts_subject on drafts (org_id, module, subject_id);
alter table drafts add column writer uuid, add column revision int not null default 0;
