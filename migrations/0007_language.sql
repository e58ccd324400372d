-- In which language a community is spoken to in public: its code, as in the names of a question's translations.
alter table community add column language text not null default 'en';
