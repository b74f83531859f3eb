#!/usr/bin/env bash
# github.com/aws/aws-sdk-go-v2/config 1.33.18, Go 1.26 (2026-11-29).
# One would expect: AWS_ENDPOINT_URL is where every client of the SDK for Go sends its requests, also the one that assumes the
# role of a profile; boto3 1.44.8 and the SDK for JavaScript 3.1175.0 do so.
# What happens: the SDK makes that client before it has read the variable, and asks sts.REGION.amazonaws.com. A program that
# is pointed at a local AWS API sends its AssumeRole to AWS. AWS_ENDPOINT_URL_STS is taken.
# What follows here: hipaa-iam sandbox prints AWS_ENDPOINT_URL_STS as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"

	"github.com/aws/aws-sdk-go-v2/config"
)

// asked keeps the hosts that requests are for, and sends none of them.
type asked struct{ hosts []string }

func (a *asked) Do(request *http.Request) (*http.Response, error) {
	a.hosts = append(a.hosts, request.URL.Host)
	return nil, errors.New("not sent")
}

// host says where the profile's role is asked for.
func host(variable string) string {
	os.Setenv(variable, "https://localhost:8443")
	defer os.Unsetenv(variable)
	client := &asked{}
	cfg, err := config.LoadDefaultConfig(context.Background(), config.WithHTTPClient(client), config.WithRetryMaxAttempts(1))
	if err != nil {
		panic(err)
	}
	cfg.Credentials.Retrieve(context.Background())
	return client.hosts[0]
}

func main() {
	all, sts := host("AWS_ENDPOINT_URL"), host("AWS_ENDPOINT_URL_STS")
	fmt.Println("with AWS_ENDPOINT_URL the role is asked for at", all)
	fmt.Println("with AWS_ENDPOINT_URL_STS the role is asked for at", sts)
	if all != "sts.us-east-1.amazonaws.com" || sts != "localhost:8443" {
		os.Exit(1)
	}
}
GO
cat >go.mod <<'MOD'
module try

go 1.24

require github.com/aws/aws-sdk-go-v2/config v1.33.18
MOD
cat >config <<'INI'
[profile app]
role_arn = arn:aws:iam::123456789012:role/app
source_profile = base
region = us-east-1
INI
printf '[base]\naws_access_key_id = a\naws_secret_access_key = b\n' >credentials
go mod tidy 2>/dev/null
env -u AWS_CA_BUNDLE -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY -u AWS_ENDPOINT_URL -u AWS_ENDPOINT_URL_STS AWS_PROFILE=app \
  AWS_CONFIG_FILE=config AWS_SHARED_CREDENTIALS_FILE=credentials AWS_EC2_METADATA_DISABLED=true go run .
