-- An office's administrator keeps the office's own directory: the policies of 0004 already hold it to its own rows.
grant update on people, memberships to scope_city, scope_district;
