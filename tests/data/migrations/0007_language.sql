update community set language = 'fr' where community = 'discord:4';
