"""Who gets at the copies: judges requests by the task role's policy and the bucket's own, as IAM does.

The pretend AWS leaves conditions out of a bucket's policy, so what this template's conditions say is judged here: the
handful of operators that they use, each as AWS describes it. Another operator is a fault, not a guess.
"""

import fnmatch

# AWS compares text with a wildcard by case; fnmatchcase knows [ ] besides, which no name of ours has.
matches = fnmatch.fnmatchcase


def listed(value):
    return value if isinstance(value, list) else [value]


def string_equals(told, wanted):
    return told in wanted


def string_like(told, wanted):
    return any(matches(told, pattern) for pattern in wanted)


# What each operator compares by, and what it says of a key that a request does not have.
OPERATORS = {
    "StringEquals": (string_equals, False),
    "StringNotEquals": (lambda told, wanted: not string_equals(told, wanted), True),
    "StringLike": (string_like, False),
    "Bool": (string_equals, False),
    "BoolIfExists": (string_equals, True),
}


def holds(conditions, request):
    for operator, keys in conditions.items():
        if operator not in OPERATORS:
            raise ValueError(f"deploy/check/ecs_bucket.py does not know {operator}: add it to OPERATORS, as AWS describes it")
        compare, without = OPERATORS[operator]
        for key, wanted in keys.items():
            told = request["context"].get(key)
            if not (without if told is None else compare(told, listed(wanted))):
                return False
    return True


def is_about(statement, request):
    """Whether a statement speaks of a request. Principals are everybody or nobody: the template names no other."""
    if statement.get("Principal", "*") not in ("*", {"AWS": "*"}):
        raise ValueError(f"deploy/check/ecs_bucket.py does not know the principal {statement['Principal']}")
    return (
        any(matches(request["action"].lower(), action.lower()) for action in listed(statement["Action"]))
        and any(matches(request["resource"], resource) for resource in listed(statement["Resource"]))
        and holds(statement.get("Condition", {}), request)
    )


def decision(request, own, bucket, same_account):
    """`denied` by a word, `allowed`, or `no` since nobody allows it. Between accounts both sides have to."""
    said = [{statement["Effect"] for statement in policy["Statement"] if is_about(statement, request)} for policy in (own, bucket)]
    if any("Deny" in words for words in said):
        return "denied"
    wanted = any if same_account else all
    return "allowed" if wanted("Allow" in words for words in said) else "no"


ALL = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
# What someone adds to a bucket's policy who means well.
TO_EVERYBODY = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}


def tries(role, policy, bucket, path, account):
    """(what, what has to come of it, what comes of it) for each request."""
    ours = {"aws:SecureTransport": "true", "aws:PrincipalAccount": account, "aws:PrincipalIsAWSService": "false"}
    theirs = ours | {"aws:PrincipalAccount": "999999999999"}
    # A request without credentials has an account of this name, and nothing that says whether a service made it.
    nobody = {"aws:SecureTransport": "true", "aws:PrincipalAccount": "anonymous"}
    inside, outside = f"{bucket}/{path}/0000/1.ltx", f"{bucket}/another-history/0000/1.ltx"
    mistaken = {"Statement": policy["Statement"] + [TO_EVERYBODY]}

    def of(action, resource, context, own, told=policy):
        request = {"action": action, "resource": resource, "context": context}
        return decision(request, own, told, context["aws:PrincipalAccount"] == account)

    for action in ("s3:PutObject", "s3:GetObject", "s3:DeleteObject"):
        yield f"the bot's role, {action} of its copies", "allowed", of(action, inside, ours, role)
        yield f"the bot's role, {action} of another history", "no", of(action, outside, ours, role)
        yield f"the bot's role, {action} without TLS", "denied", of(action, inside, ours | {"aws:SecureTransport": "false"}, role)
    listing = {"s3:prefix": f"{path}/"}
    yield "the bot's role, lists its copies", "allowed", of("s3:ListBucket", bucket, ours | listing, role)
    yield "the bot's role, lists another history", "no", of("s3:ListBucket", bucket, ours | {"s3:prefix": "another-history/"}, role)
    yield "the bot's role, lists everything", "no", of("s3:ListBucket", bucket, ours, role)
    for action in ("s3:DeleteBucket", "s3:PutBucketPolicy", "s3:PutLifecycleConfiguration", "s3:PutBucketVersioning"):
        yield f"the bot's role, {action}", "no", of(action, bucket, ours, role)
    yield "the bot's role, deletes an old version for good", "no", of("s3:DeleteObjectVersion", inside, ours, role)
    yield "an administrator of this account reads", "allowed", of("s3:GetObject", inside, ours, ALL)
    yield "an administrator of this account reads without TLS", "denied", of("s3:GetObject", inside, ours | {"aws:SecureTransport": "false"}, ALL)
    yield "another role of this account reads", "no", of("s3:GetObject", inside, ours, {"Statement": []})
    yield "another account reads, with all it has", "denied", of("s3:GetObject", inside, theirs, ALL)
    yield "another account reads, the bucket being opened by mistake", "denied", of("s3:GetObject", inside, theirs, ALL, mistaken)
    yield "anybody reads, the bucket being opened by mistake", "denied", of("s3:GetObject", inside, nobody, ALL, mistaken)
    service = {"aws:SecureTransport": "true", "aws:PrincipalIsAWSService": "true"}
    yield "a service of AWS that was let in", "allowed", decision({"action": "s3:PutObject", "resource": inside, "context": service}, ALL, mistaken, False)


def bucket_faults(role, policy, bucket, path, account):
    """How many requests were judged, and a sentence for each that ends otherwise than it has to."""
    judged = list(tries(role, policy, bucket, path, account))
    return len(judged), [f"{what}: {comes}, and it has to be {wanted}" for what, wanted, comes in judged if comes != wanted]
