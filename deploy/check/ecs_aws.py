"""A pretend AWS on loopback (moto), and who may do what in the bucket of copies there."""

import ast
import contextlib
import json
import os
import socket
import subprocess
import time
import urllib.request

import boto3
import botocore.config
import botocore.exceptions

import ecs_bucket

REGION = "eu-west-3"


class Aws:
    """Where the pretend AWS is, and how to speak to it."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        kept = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        self.environment = {
            **kept,
            "AWS_ENDPOINT_URL": self.address,
            "AWS_ACCESS_KEY_ID": "pretend",
            "AWS_SECRET_ACCESS_KEY": "pretend",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_PAGER": "",
        }

    def client(self, service, key="pretend", secret="pretend", token=None):
        return boto3.client(
            service, region_name=REGION, endpoint_url=self.address, aws_access_key_id=key, aws_secret_access_key=secret,
            aws_session_token=token, config=botocore.config.Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}),
        )

    def call(self, service, operation, **told):
        return getattr(self.client(service), operation)(**told)

    def post(self, path, body=b""):
        urllib.request.urlopen(urllib.request.Request(self.address + path, data=body, method="POST", headers={"Content-Type": "text/plain"})).read()


@contextlib.contextmanager
def pretend(check):
    """Runs it for as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    aws = Aws(port)
    # A certificate bundle of this machine would be given to a server that has none.
    clean = {key: value for key, value in os.environ.items() if key != "AWS_CA_BUNDLE"}
    os.environ.pop("AWS_CA_BUNDLE", None)
    with open(check.work / "moto.log", "w") as log:
        server = subprocess.Popen([check.bin / "moto_server", "-H", "127.0.0.1", "-p", str(port)], env=clean, stdout=log, stderr=log)
        try:
            for _ in range(300):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(aws.address + "/moto-api/").read()
                    break
                if server.poll() is not None:
                    raise SystemExit("moto ended: " + (check.work / "moto.log").read_text()[-800:])
                time.sleep(0.2)
            yield aws
        finally:
            server.terminate()
            server.wait()


def decided(value, resolver):
    """The template with each Fn::If answered: the pretend AWS leaves holes in lists, where AWS leaves nothing."""
    if isinstance(value, list):
        return [decided(part, resolver) for part in value if decided(part, resolver) != {"Ref": "AWS::NoValue"}]
    if not isinstance(value, dict):
        return value
    if "Fn::If" in value:
        name, yes, no = value["Fn::If"]
        return decided(yes if resolver.holds(resolver.conditions[name]) else no, resolver)
    parts = {key: decided(part, resolver) for key, part in value.items()}
    return {key: part for key, part in parts.items() if part != {"Ref": "AWS::NoValue"}}


def make_stacks(check, aws, plain, template, told, prefix="tried"):
    """Both kinds of stack are made from the template, and what came of them is looked at."""
    vpc = aws.call("ec2", "describe_vpcs")["Vpcs"][0]["VpcId"]
    subnets = [subnet["SubnetId"] for subnet in aws.call("ec2", "describe_subnets")["Subnets"]]
    secrets = [aws.call("secretsmanager", "create_secret", Name=f"{prefix}/{name}", SecretString="x")["ARN"] for name in ("token", "url")]
    for case, more in plain.CASES.items():
        wishes = plain.EXAMPLE | more | {"VpcId": vpc, "SubnetA": subnets[0], "SubnetB": subnets[1], "TokenSecretArn": secrets[0]}
        if case == "postgres":
            wishes["DatabaseSecretArn"] = secrets[1]
            wishes["DatabaseSecurityGroupId"] = aws.call("ec2", "describe_security_groups")["SecurityGroups"][0]["GroupId"]
        given = [{"ParameterKey": key, "ParameterValue": value} for key, value in wishes.items()]
        name = f"{prefix}-{case}"
        body = json.dumps(decided(template, plain.Resolver(template, plain.EXAMPLE | more)))
        try:
            aws.call("cloudformation", "create_stack", StackName=name, TemplateBody=body, Parameters=given, Capabilities=["CAPABILITY_IAM"])
        except botocore.exceptions.ClientError as error:
            check.say("stack", name, str(error))
            continue
        stack = aws.call("cloudformation", "describe_stacks", StackName=name)["Stacks"][0]
        if stack["StackStatus"] != "CREATE_COMPLETE":
            check.say("stack", name, f"{stack['StackStatus']}: {stack.get('StackStatusReason')}")
            continue
        outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
        if ("BackupBucketName" in outputs) != (case == "sqlite"):
            check.say("stack", name, f"a bucket belongs to SQLite alone; the stack has {', '.join(outputs)}")
        service = aws.call("ecs", "describe_services", cluster=name, services=[name])["services"][0]
        task = aws.call("ecs", "describe_task_definition", taskDefinition=service["taskDefinition"])["taskDefinition"]
        if len(task["containerDefinitions"]) != (3 if case == "sqlite" else 1):
            check.say("stack", name, f"it has {len(task['containerDefinitions'])} containers")
        may = aws.call("iam", "list_role_policies", RoleName=task_role(aws, name))["PolicyNames"]
        if bool(may) != (case == "sqlite"):
            check.say("stack", name, f"the task's role has the policies {may}")
        told.append(f"{case}: {len(outputs)} outputs, {len(task['containerDefinitions'])} containers")


def task_role(aws, stack):
    """The name of the task's role in a stack; the pretend CloudFormation does not say it of a role."""
    roles = [role["RoleName"] for role in aws.call("iam", "list_roles")["Roles"]]
    return next(role for role in roles if role.startswith(f"{stack}-TaskRole"))


def allowed(act):
    """Whether AWS lets someone do it; another refusal than that is a fault of the check."""
    try:
        act()
        return True
    except botocore.exceptions.ClientError as error:
        if error.response["Error"]["Code"] in ("AccessDenied", "AccessDeniedException", "403"):
            return False
        raise


def try_bucket(check, aws, made, told):
    """The policies of the stack that was made, tried and judged; a role that is wider has to be noticed."""
    resource = aws.call("cloudformation", "describe_stack_resource", StackName="tried-sqlite", LogicalResourceId="BackupBucket")
    bucket = resource["StackResourceDetail"]["PhysicalResourceId"]
    policy = aws.call("iam", "get_role_policy", RoleName=task_role(aws, "tried-sqlite"), PolicyName="copy-to-the-bucket")["PolicyDocument"]
    # The pretend CloudFormation hands the policy on in Python's spelling, which the pretend IAM then cannot judge by. So
    # it is read as that, and given to a role of our own.
    policy = ast.literal_eval(policy)
    make_role(aws, made, "tried-role", policy)
    faults, tries = faults_of_role(aws, "tried-role", bucket)
    for fault in faults:
        check.say("bucket", "TaskRole", fault)
    make_role(aws, made, "tried-wide", json.loads(json.dumps(policy).replace(f"{bucket}/quotidian/*", f"{bucket}/*")))
    noticed, _ = faults_of_role(aws, "tried-wide", bucket)
    if not any("another history" in fault for fault in noticed):
        check.say("broken", "TaskRole", f"a role for the whole bucket is not noticed, only {noticed}")
    told.append(f"{tries} tries; a role for the whole bucket is noticed by {len(noticed)} of them")
    # The pretend CloudFormation makes no policies of buckets, and the pretend S3 knows no conditions, so that this one
    # would keep everybody out. Its text is taken as the template makes it, for the bucket that was made.
    own = made["BackupBucketPolicy"]["Properties"]
    own = json.loads(json.dumps(own["PolicyDocument"]).replace(own["Bucket"], bucket))
    judged, faults = ecs_bucket.bucket_faults(policy, own, f"arn:aws:s3:::{bucket}", "quotidian", "123456789012")
    for fault in faults:
        check.say("bucket-policy", "tried-sqlite", fault)
    told.append(f"{judged} requests judged by both policies and their conditions, not tried")


def make_role(aws, made, name, policy):
    iam, trusted = aws.client("iam"), made["TaskRole"]["Properties"]["AssumeRolePolicyDocument"]
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trusted))
    iam.put_role_policy(RoleName=name, PolicyName="copy-to-the-bucket", PolicyDocument=json.dumps(policy))


def faults_of_role(aws, role, bucket):
    """What a role can do that it should not, or cannot and should; what strangers can; and how many things were tried."""
    path, faults = "quotidian", []
    s3 = aws.client("s3")
    for key in (f"{path}/0000/1.ltx", "quotidian-2/0000/1.ltx"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    given = aws.client("sts").assume_role(RoleArn=f"arn:aws:iam::123456789012:role/{role}", RoleSessionName="task")["Credentials"]
    mine = aws.client("s3", given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    theirs = stranger(aws, f"stranger-to-{role}")
    aws.post("/moto-api/reset-auth", b"0")
    try:
        tries = [
            ("it", "write its copies", True, lambda: mine.put_object(Bucket=bucket, Key=f"{path}/0000/2.ltx", Body=b"x")),
            ("it", "read its copies", True, lambda: mine.get_object(Bucket=bucket, Key=f"{path}/0000/1.ltx")),
            ("it", "delete its copies", True, lambda: mine.delete_object(Bucket=bucket, Key=f"{path}/0000/1.ltx")),
            ("it", "list its bucket", True, lambda: mine.list_objects_v2(Bucket=bucket, Prefix=f"{path}/")),
            ("it", "read another history", False, lambda: mine.get_object(Bucket=bucket, Key="quotidian-2/0000/1.ltx")),
            ("it", "write another history", False, lambda: mine.put_object(Bucket=bucket, Key="quotidian-2/0000/2.ltx", Body=b"x")),
            ("it", "delete the bucket", False, lambda: mine.delete_bucket(Bucket=bucket)),
            ("it", "change the bucket's policy", False, lambda: mine.put_bucket_policy(Bucket=bucket, Policy="{}")),
            ("it", "make buckets", False, lambda: mine.create_bucket(Bucket=bucket + "-mine", CreateBucketConfiguration={"LocationConstraint": REGION})),
            ("someone else", "read its copies", False, lambda: theirs.get_object(Bucket=bucket, Key=f"{path}/0000/2.ltx")),
            ("someone else", "write its copies", False, lambda: theirs.put_object(Bucket=bucket, Key=f"{path}/0000/2.ltx", Body=b"y")),
            ("someone else", "list its bucket", False, lambda: theirs.list_objects_v2(Bucket=bucket, Prefix=f"{path}/")),
        ]
        for who, what, may, act in tries:
            if allowed(act) != may:
                faults.append(f"{who} {'cannot' if may else 'can'} {what}")
    finally:
        aws.post("/moto-api/reset-auth", b"inf")
    return faults, len(tries)


def stranger(aws, name):
    """Someone of the same account who may use another bucket."""
    iam = aws.client("iam")
    iam.create_user(UserName=name)
    may = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::theirs", "arn:aws:s3:::theirs/*"]}]}
    iam.put_user_policy(UserName=name, PolicyName="theirs", PolicyDocument=json.dumps(may))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return aws.client("s3", key["AccessKeyId"], key["SecretAccessKey"])
