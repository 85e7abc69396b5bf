/**
 * Products and parts of systems that could pass for a name or nickname. A word of these is never a person.
 */
export const technologies: ReadonlySet<string> = new Set(
  `activemq airflow akamai akka alertmanager alpine ami amqp ansible apache api appdynamics argo argocd arm
  artifactory asterisk athena atlas aurora aws azure backstage bash bastion bazel bigquery bind bitbucket broker
  bugsnag bugzilla cache calico camel canary cassandra cdn celery ceph cert cert-manager certbot chaos chef
  chronos cilium cinder circleci cirrus citrix citus cli clickhouse cloudflare cloudformation cloudfront cloudsql
  cloudwatch cluster cni cockroach codfw confluence confluent consul container containerd coredns cosmos couchbase
  couchdb cpu crd cron crowdstrike csi csv curl daemon datadog datastax debezium debian deployment discord
  dispatch django dns docker dovecot druid dynamo dynamodb dynatrace ebs ec2 ecr ecs edge efs eks elastic
  elasticache elasticsearch elb envoy etcd eureka eventbridge eventbus eventlogging exim exporter express
  externaldns facebook falco fargate fastly filebeat firestore firewall flagger flannel flask flink fluentbit
  fluentd flux flyway foreman freebsd galera ganeti ganglia gateway gc gerrit git github gitlab glance glassfish
  glibc glue gluster gnome golang google gpu gradle grafana graphite graphql grpc gui gunicorn hadoop hangfire
  haproxy harbor hazelcast hdd helm heroku hibernate hikari hive honeycomb hpa http https hystrix icinga ide
  influx influxdb ingress instana intercom ipvs irc istio jaeger java javascript jboss jenkins jetty jfrog jira
  jitsi jobqueue jupyter jupyterhub jvm k3s k8s kafka kaniko karpenter kask kerberos kernel keycloak kibana
  kinesis kong kotlin kube kube-proxy kubectl kubelet kubernetes kyverno lambda ldap libc linkedin linkerd linode
  linux liquibase logstash loki longhorn lucene lvs mail mailman mariadb mattermost maven mcrouter mediawiki
  memcache memcached memorystore mesos metabase metricbeat microsoft mimir minikube minio mongo mongodb mongoose
  mongos mqtt mssql mysql nagios nats neo4j neptune netbox netty newrelic nexus nfs nginx node nodejs nomad notion
  ntp nutanix oauth okta openai opensearch openshift openssh openssl openstack opsgenie oracle packer pagerduty
  parsoid pdf percona perl pg pgbouncer phabricator php pingdom pixie plesk pod podman postfix postgres postgresql
  postgrest powershell prometheus promtail proxy proxysql pubsub pulsar pulumi puppet puppeteer pybal pyroscope
  python quartz quay rabbit rabbitmq rails rancher rds react redash redis redshift resque restbase rollbar rsyslog
  ruby rundeck s3 salesforce salt samba saml sap scala scap scheduler scylla sdk selenium sendgrid sensu sentry
  server serverless service session sftp shard shopify sidecar sidekiq simian slack smtp snowflake snyk solr
  sonarqube spanner spark spinnaker splunk spring sql sqlite sqs squid ssd ssl stackdriver statuspage storm
  strimzi stripe sumologic supervisor swarm swift sybase syslog systemd tableau tailscale tcp teams telegraf tempo
  temporal terraform terragrunt thanos tls tomcat traefik travis trino trivy twilio twitter typescript ubuntu udp
  unbound unicorn uwsgi vagrant varnish vault vector velero vertica vitess vmware vpa vpc vpn wal wazuh webhook
  weblogic webpack wikidata windows wireguard wordpress worker xen xml yarn yml youtube zabbix zalando zipkin
  zookeeper zoom zuora zuul`.split(/\s+/),
)
