"""Prints AWS's managed policies as moto ships them: `policies.py FILE`, its moto/iam/aws_managed_policies.py, as JSON."""

import importlib.util
import json
import sys

spec = importlib.util.spec_from_file_location("policies", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
policies = json.loads(module.aws_managed_policies_data)
print(json.dumps({name: policy["Document"] for name, policy in policies.items()}))
