{{/*
What one value means for another, which the schema cannot say as kindly. Each sentence says what to do.
*/}}
{{- define "quotidian.checks" -}}
{{- $v := .Values -}}
{{- $name := include "quotidian.fullname" . -}}
{{- if not (regexMatch "^[a-z][a-z0-9-]*$" $name) }}{{ fail (printf "\n\nKubernetes takes no Service called %s: its name begins with a letter and has small letters, digits and hyphens alone.\nSet fullnameOverride, or call the release something else." $name) }}{{ end -}}
{{- if and $v.litestream.enabled (eq (int $v.config.opsPort) 9591) }}{{ fail "\n\nThe port 9591 is Litestream's. Set config.opsPort to another." }}{{ end -}}
{{- range $key := keys (fromYaml (include "quotidian.botSelector" .)) -}}
{{- if hasKey $v.podLabels $key }}{{ fail (printf "\n\nThe chart finds its pod by the label %s. Take it out of podLabels." $key) }}{{ end -}}
{{- end -}}
{{- range $v.extraVolumes -}}
{{- if has .name (list "secrets" "data" "tmp" "litestream" "ca") }}{{ fail (printf "\n\nThe chart has a volume called %s itself. Give yours in extraVolumes another name." .name) }}{{ end -}}
{{- end -}}
{{- $variables := list -}}
{{- if eq $v.image.tag "latest" }}{{ fail "\n\nNobody can say later what `latest` was. Set image.tag to a version, or image.digest." }}{{ end -}}
{{- if regexMatch "\\s" $v.discord.token }}{{ fail "\n\ndiscord.token has spaces or line breaks in it. Give the token alone, without `Bot ` before it." }}{{ end -}}
{{- if and $v.database.postgres.url (not (regexMatch "^postgres(ql)?://" $v.database.postgres.url)) }}{{ fail "\n\ndatabase.postgres.url is no address such as postgres://USER:PASSWORD@HOST/DATABASE?sslmode=verify-full" }}{{ end -}}
{{- range $v.extraEnv -}}
{{- if has .name $variables }}{{ fail (printf "\n\n%s is twice in extraEnv. Keep one of them." .name) }}{{ end -}}
{{- $variables = append $variables .name -}}
{{- if regexMatch "^QUOTIDIAN_(DISCORD_TOKEN|DATABASE_URL)(_FILE)?$|^QUOTIDIAN_(OPS_ADDR|LOG|LOG_FORMAT|DISCORD_API_BASE)$" .name -}}
{{- fail (printf "\n\nThe chart sets %s itself. Take it out of extraEnv, and set the value of the chart instead: `discord`, `database` or `config`." .name) -}}
{{- end -}}
{{- end -}}
{{- $ways := list -}}
{{- if $v.discord.existingSecret }}{{ $ways = append $ways "discord.existingSecret" }}{{ end -}}
{{- if $v.discord.token }}{{ $ways = append $ways "discord.token" }}{{ end -}}
{{- if $v.externalSecret.enabled }}{{ $ways = append $ways "externalSecret.enabled" }}{{ end -}}
{{- if gt (len $ways) 1 -}}
{{- fail (printf "\n\nThe token is given in more than one way (%s). Keep one of them." (join ", " $ways)) -}}
{{- end -}}
{{- if $v.externalSecret.enabled -}}
{{- if not $v.externalSecret.storeRef.name }}{{ fail "\n\nSet externalSecret.storeRef.name to the store that External Secrets shall ask." }}{{ end -}}
{{- if not $v.externalSecret.token.key }}{{ fail "\n\nSet externalSecret.token.key to what the token is called in the store." }}{{ end -}}
{{- end -}}
{{- $given := list -}}
{{- if $v.database.postgres.existingSecret }}{{ $given = append $given "database.postgres.existingSecret" }}{{ end -}}
{{- if $v.database.postgres.url }}{{ $given = append $given "database.postgres.url" }}{{ end -}}
{{- if $v.externalSecret.databaseUrl.key }}{{ $given = append $given "externalSecret.databaseUrl.key" }}{{ end -}}
{{- if and $given (not (include "quotidian.isPostgres" .)) }}{{ fail (printf "\n\nThe address of PostgreSQL is given (%s), and the bot would keep all in SQLite. Set database.kind=postgres, or take the address out." (first $given)) }}{{ end -}}
{{- if include "quotidian.isPostgres" . -}}
{{- if $v.litestream.enabled }}{{ fail "\n\nLitestream copies SQLite files; PostgreSQL has backups of its own. Set litestream.enabled=false, or database.kind=sqlite." }}{{ end -}}
{{- if not $given }}{{ fail "\n\nSay where PostgreSQL is: set database.postgres.existingSecret to a secret that holds its address." }}{{ end -}}
{{- if gt (len $given) 1 }}{{ fail (printf "\n\nThe address of PostgreSQL is given in more than one way (%s). Keep one of them." (join ", " $given)) }}{{ end -}}
{{- if and $v.externalSecret.databaseUrl.key (not $v.externalSecret.enabled) }}{{ fail "\n\nexternalSecret.databaseUrl is set, and externalSecret.enabled is not: the bot would never get it." }}{{ end -}}
{{- if and $v.externalSecret.enabled $v.database.postgres.url }}{{ fail "\n\nExternal Secrets keeps the secret that database.postgres.url would be put into. Set externalSecret.databaseUrl.key or database.postgres.existingSecret instead." }}{{ end -}}
{{- if and $v.networkPolicy.enabled (not $v.database.postgres.peers) -}}
{{- fail "\n\nThe network policy closes the way to PostgreSQL. Set database.postgres.peers to where it is, as in\n  peers: [{ipBlock: {cidr: 10.0.16.0/20}}]\nor networkPolicy.enabled=false." -}}
{{- end -}}
{{- end -}}
{{- if $v.litestream.enabled -}}
{{- if not $v.litestream.s3.bucket }}{{ fail "\n\nSet litestream.s3.bucket to the bucket that keeps the copy." }}{{ end -}}
{{- if not (or $v.litestream.s3.region $v.litestream.s3.endpoint) }}{{ fail "\n\nSet litestream.s3.region to the bucket's region." }}{{ end -}}
{{- if and $v.litestream.restore.timestamp (or (not $v.litestream.restore.path) (eq $v.litestream.restore.path $v.litestream.s3.path)) -}}
{{- fail "\n\nA restore to a moment in the past starts a second history, and the first would be written over.\nSet litestream.restore.path to the path until now, and litestream.s3.path to a new one." -}}
{{- end -}}
{{- if and $v.litestream.s3.existingSecret (or $v.aws.podIdentity (hasKey $v.serviceAccount.annotations "eks.amazonaws.com/role-arn")) -}}
{{- fail "\n\nLitestream would use the keys of litestream.s3.existingSecret and never the role. Keep one of them." -}}
{{- end -}}
{{- end -}}
{{- if and $v.aws.podIdentity (hasKey $v.serviceAccount.annotations "eks.amazonaws.com/role-arn") -}}
{{- fail "\n\nThe role is given both ways: by aws.podIdentity and by the annotation eks.amazonaws.com/role-arn. Keep one of them." -}}
{{- end -}}
{{- if and (not $v.serviceAccount.create) (not $v.serviceAccount.name) -}}
{{- fail "\n\nSet serviceAccount.name to the account that is there, or serviceAccount.create=true." -}}
{{- end -}}
{{- end }}
