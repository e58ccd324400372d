{{/*
Names. A StatefulSet's name becomes the label controller-revision-hash with a hyphen and ten letters behind it, and a
label has 63 characters: so 52, which also leaves room for the 11 characters that are put behind it here.
*/}}
{{- define "quotidian.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- $full := printf "%s-%s" .Release.Name $name -}}
{{- if contains $name .Release.Name }}{{ $full = .Release.Name }}{{ end -}}
{{- default $full .Values.fullnameOverride | trunc 52 | trimAll "-" -}}
{{- end }}

{{- define "quotidian.serviceAccountName" -}}
{{- default (ternary (include "quotidian.fullname" .) "" .Values.serviceAccount.create) .Values.serviceAccount.name -}}
{{- end }}

{{/* What never changes in a release's life: selectors cannot be changed in an upgrade. */}}
{{- define "quotidian.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* The component is in the selector too: the pod of `helm test` is not the bot. */}}
{{- define "quotidian.botSelector" -}}
{{ include "quotidian.selector" . }}
app.kubernetes.io/component: bot
{{- end }}

{{- define "quotidian.labels" -}}
{{ include "quotidian.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | replace "+" "_" | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* An image by its digest when there is one. Takes the image's values and the version that it has otherwise. */}}
{{- define "quotidian.image" -}}
{{- $image := index . 0 -}}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ default (index . 1) $image.tag }}
{{- end -}}
{{- end }}

{{/* The secrets: one that is there, or the chart's own, filled by External Secrets or by value. */}}
{{- define "quotidian.ownSecret" -}}
{{ include "quotidian.fullname" . }}-secrets
{{- end }}

{{- define "quotidian.isPostgres" -}}
{{- if eq .Values.database.kind "postgres" }}yes{{ end -}}
{{- end }}

{{- define "quotidian.tokenSecret" -}}
{{- if or .Values.externalSecret.enabled .Values.discord.token -}}
{{ include "quotidian.ownSecret" . }}
{{- else -}}
{{ default (printf "%s-token" (include "quotidian.fullname" .)) .Values.discord.existingSecret }}
{{- end -}}
{{- end }}

{{- define "quotidian.tokenKey" -}}
{{ ternary "token" .Values.discord.existingSecretKey (eq (include "quotidian.tokenSecret" .) (include "quotidian.ownSecret" .)) }}
{{- end }}

{{- define "quotidian.urlSecret" -}}
{{ default (include "quotidian.ownSecret" .) .Values.database.postgres.existingSecret }}
{{- end }}

{{- define "quotidian.urlKey" -}}
{{ ternary .Values.database.postgres.existingSecretKey "url" (ne .Values.database.postgres.existingSecret "") }}
{{- end }}
