{{/* What every container may: nothing that Pod Security `restricted` forbids, and no file of its own to write. */}}
{{- define "quotidian.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
# A number: of a name the kubelet cannot tell whether it is root.
runAsUser: 65532
runAsGroup: 65532
capabilities:
  drop: [ALL]
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* The pod, the same in a StatefulSet and in a Deployment. */}}
{{- define "quotidian.pod" -}}
metadata:
  labels:
    {{- include "quotidian.botSelector" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    # Which of the containers `kubectl logs` and `kubectl exec` mean when nobody says.
    kubectl.kubernetes.io/default-container: bot
    {{- if .Values.litestream.enabled }}
    # A file that changes restarts nobody; a changed sum does.
    checksum/litestream: {{ include "quotidian.litestreamConfig" . | sha256sum }}
    {{- end }}
    {{- if or .Values.discord.token .Values.database.postgres.url }}
    checksum/secrets: {{ printf "%s %s" .Values.discord.token .Values.database.postgres.url | sha256sum }}
    {{- end }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "quotidian.serviceAccountName" . }}
  # The bot never speaks to the cluster. Roles of AWS bring a token of their own.
  automountServiceAccountToken: false
  # Otherwise a service called quotidian-db becomes the variable QUOTIDIAN_DB_SERVICE_HOST, and the bot refuses
  # variables of that beginning which it does not know.
  enableServiceLinks: false
  {{- if .Values.userNamespaces }}
  hostUsers: false
  {{- end }}
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with .Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 65532
    runAsGroup: 65532
    # A fresh volume belongs to root. The group gets it, and only when it is not so yet: going over every file takes time.
    fsGroup: 65532
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  {{- if .Values.litestream.enabled }}
  initContainers:
    {{- include "quotidian.litestreamContainers" . | nindent 4 }}
  {{- end }}
  containers:
    - name: bot
      image: {{ include "quotidian.image" (list .Values.image .Chart.AppVersion) | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args: [run]
      env:
        # Files, not variables: what is in the environment is seen by every child and in every dump of it.
        - name: QUOTIDIAN_DISCORD_TOKEN_FILE
          value: /run/secrets/quotidian/discord_token
        {{- if include "quotidian.isPostgres" . }}
        - name: QUOTIDIAN_DATABASE_URL_FILE
          value: /run/secrets/quotidian/database_url
        {{- else }}
        - name: QUOTIDIAN_DATABASE_URL
          value: sqlite:///data/quotidian.db
        {{- end }}
        # Not on loopback, as it is by default: probes and Prometheus come from outside the pod.
        - name: QUOTIDIAN_OPS_ADDR
          value: {{ printf "%s:%v" .Values.config.opsHost .Values.config.opsPort | quote }}
        - name: QUOTIDIAN_LOG
          value: {{ .Values.config.log | quote }}
        - name: QUOTIDIAN_LOG_FORMAT
          value: {{ .Values.config.logFormat }}
        {{- with .Values.config.discordApiBase }}
        - name: QUOTIDIAN_DISCORD_API_BASE
          value: {{ . | quote }}
        {{- end }}
        {{- with .Values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      ports:
        - name: ops
          containerPort: {{ .Values.config.opsPort }}
      {{- include "quotidian.probes" . | nindent 6 }}
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      securityContext:
        {{- include "quotidian.containerSecurity" . | nindent 8 }}
      volumeMounts:
        - name: secrets
          mountPath: /run/secrets/quotidian
          readOnly: true
        # Where the database sorts what does not fit into memory: the one thing besides its file that is written.
        - name: tmp
          mountPath: /tmp
        {{- if not (include "quotidian.isPostgres" .) }}
        - name: data
          mountPath: /data
        {{- else if .Values.database.postgres.caConfigMap }}
        - name: ca
          mountPath: /etc/quotidian/ca
          readOnly: true
        {{- end }}
        {{- with .Values.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    {{- include "quotidian.volumes" . | nindent 4 }}
  {{- range $key := list "nodeSelector" "tolerations" "affinity" }}
  {{- with index $.Values $key }}
  {{ $key }}:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- end }}
  {{- with .Values.topologySpreadConstraints }}
  topologySpreadConstraints:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{- define "quotidian.probes" -}}
# Three probes, three questions.
# Has it come up? It answers once the database is open and its tables are up to date. A long migration is no reason
# to kill it, so it has five minutes.
startupProbe:
  httpGet:
    path: /healthz
    port: ops
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 150
# Does its clockwork turn? Then leave it alone. It says nothing about Discord or the database: starting anew mends
# neither, and Discord allows 1,000 log-ins a day.
livenessProbe:
  httpGet:
    path: /healthz
    port: ops
  periodSeconds: 30
  timeoutSeconds: 5
  failureThreshold: 3
# Can it do its work right now, with database and Discord both there? Nobody sends it traffic: the answer is for
# `helm upgrade --wait`, for you, and for the alerts.
readinessProbe:
  httpGet:
    path: /readyz
    port: ops
  periodSeconds: 10
  timeoutSeconds: 3
  failureThreshold: 3
{{- end }}

{{- define "quotidian.volumes" -}}
- name: secrets
  projected:
    # Owner and group, which are the bot's; nobody else.
    defaultMode: 0440
    sources:
      - secret:
          name: {{ include "quotidian.tokenSecret" . }}
          items:
            - key: {{ include "quotidian.tokenKey" . }}
              path: discord_token
      {{- if include "quotidian.isPostgres" . }}
      - secret:
          name: {{ include "quotidian.urlSecret" . }}
          items:
            - key: {{ include "quotidian.urlKey" . }}
              path: database_url
      {{- end }}
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
{{- if .Values.litestream.enabled }}
- name: litestream
  configMap:
    name: {{ include "quotidian.fullname" . }}-litestream
{{- end }}
{{- if and (include "quotidian.isPostgres" .) .Values.database.postgres.caConfigMap }}
- name: ca
  configMap:
    name: {{ .Values.database.postgres.caConfigMap }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}
