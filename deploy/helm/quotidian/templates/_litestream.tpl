{{/* The copy's settings, as /etc/litestream/NAME.yml. Takes the root and the path in the bucket. */}}
{{- define "quotidian.litestreamFile" -}}
{{- $root := index . 0 -}}
{{- $v := $root.Values.litestream -}}
# The probe and Prometheus ask here.
addr: ":9591"
logging:
  type: json
# The last changes are on their way when the pod stops: so long may they take. The bot is gone by then.
shutdown-sync-timeout: 20s
snapshot:
  interval: {{ $v.snapshotInterval }}
  retention: {{ $v.retention }}
dbs:
  - path: /data/quotidian.db
    replica:
      type: s3
      bucket: {{ $v.s3.bucket }}
      path: {{ index . 1 }}
      {{- with $v.s3.region }}
      region: {{ . }}
      {{- end }}
      {{- with $v.s3.endpoint }}
      endpoint: {{ . }}
      force-path-style: true
      {{- end }}
      sync-interval: {{ $v.syncInterval }}
{{- end }}

{{- define "quotidian.litestreamConfig" -}}
replicate.yml: |
  {{- include "quotidian.litestreamFile" (list . .Values.litestream.s3.path) | nindent 2 }}
# Its own file, so that a restore can read one history while the bot begins another.
restore.yml: |
  {{- include "quotidian.litestreamFile" (list . (default .Values.litestream.s3.path .Values.litestream.restore.path)) | nindent 2 }}
{{- end }}

{{- define "quotidian.litestreamContainers" -}}
{{- $v := .Values.litestream -}}
# First, and to its end: an empty volume gets the latest copy. A database that is there is never touched, and where
# there is no copy either, the bot begins with nothing.
- name: restore
  args:
    - restore
    - -config
    - /etc/litestream/restore.yml
    - -if-db-not-exists
    - -if-replica-exists
    - -integrity-check
    - quick
    {{- with $v.restore.timestamp }}
    - -timestamp
    - {{ . | quote }}
    {{- end }}
    - /data/quotidian.db
  {{- include "quotidian.litestreamContainer" . | nindent 2 }}
# Then beside the bot. An init container that is always restarted is a sidecar: it starts before the bot, and stops
# after it, so that the bot's last word is copied too.
- name: litestream
  restartPolicy: Always
  args: [replicate, -config, /etc/litestream/replicate.yml]
  ports:
    - name: litestream
      containerPort: 9591
  livenessProbe:
    httpGet:
      path: /metrics
      port: litestream
    periodSeconds: 30
    timeoutSeconds: 5
    failureThreshold: 3
  {{- include "quotidian.litestreamContainer" . | nindent 2 }}
{{- end }}

{{/* What both have in common. */}}
{{- define "quotidian.litestreamContainer" -}}
image: {{ include "quotidian.image" (list .Values.litestream.image "") | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- with .Values.litestream.s3.existingSecret }}
# Litestream reads keys from its environment alone.
env:
  {{- range list "AWS_ACCESS_KEY_ID" "AWS_SECRET_ACCESS_KEY" }}
  - name: {{ . }}
    valueFrom:
      secretKeyRef:
        name: {{ $.Values.litestream.s3.existingSecret }}
        key: {{ . }}
  {{- end }}
{{- end }}
resources:
  {{- toYaml .Values.litestream.resources | nindent 2 }}
securityContext:
  {{- include "quotidian.containerSecurity" . | nindent 2 }}
volumeMounts:
  - name: data
    mountPath: /data
  - name: tmp
    mountPath: /tmp
  - name: litestream
    mountPath: /etc/litestream
    readOnly: true
{{- end }}
