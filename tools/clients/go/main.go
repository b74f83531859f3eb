// Command clients runs AWS's SDK for Go under the sandbox, each cell with one kind of data: see ../python/cells.py for
// what is printed.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	kmstypes "github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

const module = "github.com/aws/aws-sdk-go-v2/"

var (
	ctx   = context.Background()
	small = []byte("a backup")
	keys  int
)

type cell struct {
	client, pkg, data, setting string
	run                        func() error
	size                       string
}

type told struct {
	Client  string  `json:"client"`
	Version string  `json:"version"`
	Data    string  `json:"data"`
	Setting string  `json:"setting"`
	Size    string  `json:"size,omitempty"`
	Begun   float64 `json:"begun"`
	Ended   float64 `json:"ended"`
	Sees    string  `json:"sees"`
}

func main() {
	_, assumes := os.LookupEnv("APP_IAM_ROLE_ARN")
	_, bearer := os.LookupEnv("AWS_BEARER_TOKEN_BEDROCK")
	streaming := os.Getenv("OPENING") == "streaming"
	cells := models()
	switch {
	case assumes:
		cells = credentials()
	case !bearer && !streaming:
		cells = append(append(storing(), reading()...), cells...)
	}
	for _, one := range cells {
		begun := time.Now()
		sees := ""
		if err := one.run(); err != nil {
			sees = strings.Join(strings.Fields(err.Error()), " ")
		}
		line, _ := json.Marshal(told{one.client, version(one.pkg), one.data, one.setting, one.size, seconds(begun), seconds(time.Now()), sees})
		fmt.Println(string(line))
	}
}

func seconds(at time.Time) float64 { return float64(at.UnixNano()) / 1e9 }

func version(pkg string) string {
	info, _ := debug.ReadBuildInfo()
	for _, dep := range info.Deps {
		if dep.Path == module+pkg {
			return strings.TrimPrefix(dep.Version, "v")
		}
	}
	return "?"
}

func loaded(options ...func(*config.LoadOptions) error) aws.Config {
	cfg, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		panic(err)
	}
	return cfg
}

func pathStyle(o *s3.Options) { o.UsePathStyle = true }

// storing has cells for each bucket, of a function that stores a file under a new key: a large one, which is more than
// the client sends in one piece, and a small one.
func storing() []cell {
	var cells []cell
	places := [][3]string{
		{"documents", "DOCUMENTS_BUCKET", "tenants/1"},
		{"backups", "BACKUPS_BUCKET", "nightly"},
		{"audit logs", "AUDIT_LOGS_BUCKET", "application-logs"},
	}
	for _, place := range places {
		add := func(client, pkg, setting string, run func(bucket, key *string, file *os.File) error) {
			for _, size := range []string{"LARGE", "SMALL"} {
				cells = append(cells, cell{client, pkg, place[0], setting, func() error {
					keys++
					file, err := os.Open(os.Getenv(size))
					if err != nil {
						return err
					}
					defer file.Close()
					return run(aws.String(os.Getenv(place[1])), aws.String(fmt.Sprintf("%s/go-%d-%d", place[2], os.Getpid(), keys)), file)
				}, size})
			}
		}
		put := func(match *string) func(bucket, key *string, file *os.File) error {
			return func(bucket, key *string, file *os.File) error {
				_, err := s3.NewFromConfig(loaded(), pathStyle).PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: key, Body: file, IfNoneMatch: match})
				return err
			}
		}
		add("SDK for Go, PutObject", "service/s3", "", put(nil))
		add("SDK for Go, PutObject", "service/s3", `IfNoneMatch: aws.String("*")`, put(aws.String("*")))
		upload := func(match *string) func(bucket, key *string, file *os.File) error {
			return func(bucket, key *string, file *os.File) error {
				manager := transfermanager.New(s3.NewFromConfig(loaded(), pathStyle))
				stream := io.MultiReader(file) // It does not tell its size.
				_, err := manager.UploadObject(ctx, &transfermanager.UploadObjectInput{Bucket: bucket, Key: key, Body: stream, IfNoneMatch: match})
				return err
			}
		}
		add("SDK for Go, transfermanager", "feature/s3/transfermanager", "", upload(nil))
		add("SDK for Go, transfermanager", "feature/s3/transfermanager", `IfNoneMatch: aws.String("*")`, upload(aws.String("*")))
	}
	return cells
}

func reading() []cell {
	read := func() error {
		client := s3.NewFromConfig(loaded(), pathStyle)
		bucket, key := aws.String(os.Getenv("DOCUMENTS_BUCKET")), aws.String("tenants/1/go")
		if _, err := client.PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: key, Body: bytes.NewReader(small)}); err != nil {
			return err
		}
		got, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: key})
		if err != nil {
			return err
		}
		defer got.Body.Close()
		_, err = io.ReadAll(got.Body)
		return err
	}
	master := func() error {
		key := aws.String(os.Getenv("MASTER_KEY_ARN"))
		_, err := kms.NewFromConfig(loaded()).GenerateDataKey(ctx, &kms.GenerateDataKeyInput{KeyId: key, KeySpec: kmstypes.DataKeySpecAes256})
		return err
	}
	return []cell{
		{"SDK for Go, GetObject", "service/s3", "reading documents", "", read, ""},
		{"SDK for Go, kms", "service/kms", "the master key", "", master, ""},
	}
}

func models() []cell {
	model := aws.String(os.Getenv("MODEL_ID"))
	hello := []types.Message{{Role: types.ConversationRoleUser, Content: []types.ContentBlock{&types.ContentBlockMemberText{Value: "Say hello."}}}}
	whole := func() error {
		_, err := bedrockruntime.NewFromConfig(loaded()).Converse(ctx, &bedrockruntime.ConverseInput{ModelId: model, Messages: hello})
		return err
	}
	stream := func() error {
		got, err := bedrockruntime.NewFromConfig(loaded()).ConverseStream(ctx, &bedrockruntime.ConverseStreamInput{ModelId: model, Messages: hello})
		if err != nil {
			return err
		}
		events := got.GetStream()
		defer events.Close()
		for range events.Events() {
		}
		return events.Err()
	}
	return []cell{
		{"SDK for Go, Converse", "service/bedrockruntime", "a model, in one piece", "", whole, ""},
		{"SDK for Go, ConverseStream", "service/bedrockruntime", "a model, streaming", "", stream, ""},
	}
}

func credentials() []cell {
	const assuming = "assuming the role"
	role, externalID := os.Getenv("APP_IAM_ROLE_ARN"), os.Getenv("EXTERNAL_ID")
	put := func(cfg aws.Config) error {
		bucket := aws.String(os.Getenv("DOCUMENTS_BUCKET"))
		_, err := s3.NewFromConfig(cfg, pathStyle).PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: aws.String("tenants/1/credentials"), Body: bytes.NewReader(small)})
		return err
	}
	assumed := func() error {
		cfg := loaded()
		cfg.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), role, func(o *stscreds.AssumeRoleOptions) {
			o.ExternalID = aws.String(externalID)
		}))
		return put(cfg)
	}
	profile := func(more string, keysToo bool, options ...func(*config.LoadOptions) error) func() error {
		return func() error {
			folder, err := os.MkdirTemp("", "")
			if err != nil {
				return err
			}
			defer os.RemoveAll(folder)
			id, secret := os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY")
			files := map[string]string{
				"credentials": fmt.Sprintf("[base]\naws_access_key_id=%s\naws_secret_access_key=%s\n", id, secret),
				"config":      fmt.Sprintf("[profile app]\nrole_arn=%s\nsource_profile=base\n%s", role, more),
			}
			for name, text := range files {
				if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
					return err
				}
			}
			changes := map[string]string{"AWS_CONFIG_FILE": filepath.Join(folder, "config"), "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(folder, "credentials"), "AWS_PROFILE": "app"}
			if !keysToo {
				changes["AWS_ACCESS_KEY_ID"], changes["AWS_SECRET_ACCESS_KEY"] = "", ""
			}
			for name, value := range changes {
				before, was := os.LookupEnv(name)
				os.Setenv(name, value)
				defer func() {
					os.Unsetenv(name)
					if was {
						os.Setenv(name, before)
					}
				}()
			}
			return put(loaded(options...))
		}
	}
	known := "external_id=" + externalID + "\n"
	return []cell{
		{"SDK for Go, stscreds", "service/sts", assuming, "", assumed, ""},
		{"SDK for Go, a profile", "config", assuming, "", profile("", false), ""},
		{"SDK for Go, a profile", "config", assuming, "external_id in the profile, no keys in the environment", profile(known, false), ""},
		{"SDK for Go, AWS_PROFILE beside keys in the environment", "config", assuming, "", profile(known, true), ""},
		{"SDK for Go, AWS_PROFILE beside keys in the environment", "config", assuming, "WithSharedConfigProfile(\"app\")", profile(known, true, config.WithSharedConfigProfile("app")), ""},
	}
}
