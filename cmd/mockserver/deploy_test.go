package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"contractmock/openapi"
)

// TestTheReadmeShowsWhatIsTested: the files of a deployment stand in the README as they
// are.
func TestTheReadmeShowsWhatIsTested(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for file, language := range map[string]string{"deploy/nginx.conf": "nginx", "deploy/kubernetes.yaml": "yaml", "deploy/kustomization.yaml": "yaml", "Dockerfile": "dockerfile"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(readme), "```"+language+"\n"+string(data)+"```\n") {
			t.Errorf("README.md does not show %s as it is", file)
		}
	}
}

// manifest is what a deployment to Kubernetes has of one kind and name, as far as it must
// fit the rest.
type manifest struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   struct{ Name string }
	Spec       struct {
		ServiceName          string `yaml:"serviceName"`
		Replicas             int
		ClusterIP            string `yaml:"clusterIP"`
		Selector             map[string]any
		Ports                []servicePort
		VolumeClaimTemplates []struct{ Metadata struct{ Name string } } `yaml:"volumeClaimTemplates"`
		Template             struct {
			Metadata struct{ Labels map[string]string }
			Spec     struct {
				SecurityContext struct {
					RunAsNonRoot bool `yaml:"runAsNonRoot"`
					RunAsUser    int  `yaml:"runAsUser"`
				} `yaml:"securityContext"`
				Containers []podContainer
				Volumes    []struct {
					Name      string
					ConfigMap struct{ Name string } `yaml:"configMap"`
				}
			}
		}
		Rules []struct {
			HTTP struct {
				Paths []struct {
					Backend struct {
						Service struct {
							Name string
							Port struct{ Name string }
						}
					}
				}
			}
		}
	}
}

type servicePort struct {
	Name       string
	Port       int
	TargetPort string `yaml:"targetPort"`
}

type podContainer struct {
	Name  string
	Env   []struct{ Name string }
	Ports []struct {
		ContainerPort int `yaml:"containerPort"`
	}
	ReadinessProbe podProbe                `yaml:"readinessProbe"`
	LivenessProbe  podProbe                `yaml:"livenessProbe"`
	VolumeMounts   []struct{ Name string } `yaml:"volumeMounts"`
}

type podProbe struct {
	HTTPGet struct{ Path string } `yaml:"httpGet"`
}

// TestTheKubernetesExampleFitsTogether: its names, ports and probes are those of the mock
// and of nginx's configuration. That every member is one that Kubernetes knows was seen
// with k8s.io/api, which is too large to depend on.
func TestTheKubernetesExampleFitsTogether(t *testing.T) {
	t.Parallel()
	objects := map[string]manifest{}
	for decoder := yaml.NewDecoder(bytes.NewReader(deployed(t, "kubernetes.yaml"))); ; {
		var o manifest
		err := decoder.Decode(&o)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		objects[o.Kind+" "+o.Metadata.Name] = o
	}
	var kustomization struct {
		Resources          []string
		ConfigMapGenerator []struct {
			Name  string
			Files []string
		} `yaml:"configMapGenerator"`
	}
	if err := yaml.UnmarshalWithOptions(deployed(t, "kustomization.yaml"), &kustomization); err != nil {
		t.Fatal(err)
	}
	for _, file := range append(kustomization.Resources, kustomization.ConfigMapGenerator[0].Files...) {
		if _, err := os.Stat(filepath.Join("deploy", file)); err != nil {
			t.Error(err)
		}
	}

	mocks, nginx, ingress := objects["StatefulSet mock"], objects["Deployment mock-nginx"], objects["Ingress mock"]
	final := dockerfileOf(t)
	mock := mocks.Spec.Template.Spec.Containers[0]
	if fmt.Sprint(mock.Ports[0].ContainerPort) != final["EXPOSE"] {
		t.Errorf("the mocks' port is %d, and the image's %s", mock.Ports[0].ContainerPort, final["EXPOSE"])
	}
	if c := mocks.Spec.Template.Spec.SecurityContext; !c.RunAsNonRoot || !strings.HasPrefix(final["USER"], fmt.Sprint(c.RunAsUser, ":")) {
		t.Errorf("the mocks run as %d, and the image as %s", c.RunAsUser, final["USER"])
	}
	none := func(string) (string, bool) { return "", false }
	for _, e := range mock.Env {
		name, ours := strings.CutPrefix(e.Name, "MOCKSERVER_")
		if ours && newServe(none).Flags().Lookup(strings.ToLower(strings.ReplaceAll(name, "_", "-"))) == nil {
			t.Errorf("%s is no flag", e.Name)
		}
	}
	document, err := openapi.Document(openapi.Admin)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []podProbe{mock.ReadinessProbe, mock.LivenessProbe} {
		known := false
		for _, o := range document.Operations {
			known = known || o.ID == "health" && o.Path == p.HTTPGet.Path
		}
		if !known {
			t.Errorf("%s is not where the mock says that it is up", p.HTTPGet.Path)
		}
	}
	if claims := mocks.Spec.VolumeClaimTemplates; len(claims) != 1 || claims[0].Metadata.Name != mock.VolumeMounts[0].Name {
		t.Errorf("the mocks mount %v of the claims %v", mock.VolumeMounts, claims)
	}
	if headless := objects["Service "+mocks.Spec.ServiceName]; headless.Spec.ClusterIP != "None" || headless.Spec.Selector["app"] != mocks.Spec.Template.Metadata.Labels["app"] {
		t.Errorf("the StatefulSet's service is %+v", headless)
	}

	servers := upstreams(t)
	if mocks.Spec.Replicas != len(servers) {
		t.Errorf("there are %d mocks, and nginx knows %v", mocks.Spec.Replicas, slices.Sorted(maps.Keys(servers)))
	}
	for i := range mocks.Spec.Replicas {
		pod := fmt.Sprintf("%s-%d", mocks.Metadata.Name, i)
		service, ok := objects["Service "+pod]
		if !ok || service.Spec.Selector["statefulset.kubernetes.io/pod-name"] != pod || fmt.Sprint(service.Spec.Ports[0].Port) != servers[pod] || service.Spec.Ports[0].Port != mock.Ports[0].ContainerPort {
			t.Errorf("nginx asks for %s at port %q, and the service is %+v", pod, servers[pod], service.Spec)
		}
	}
	proxy := nginx.Spec.Template.Spec.Containers[0]
	if config := string(deployed(t, "nginx.conf")); !strings.Contains(config, fmt.Sprintf("listen %d;", proxy.Ports[0].ContainerPort)) {
		t.Errorf("nginx's port is %d, which it does not listen on", proxy.Ports[0].ContainerPort)
	}
	if v := nginx.Spec.Template.Spec.Volumes[0]; v.Name != proxy.VolumeMounts[0].Name || v.ConfigMap.Name != kustomization.ConfigMapGenerator[0].Name {
		t.Errorf("nginx mounts %+v of %+v", proxy.VolumeMounts, v)
	}
	to := ingress.Spec.Rules[0].HTTP.Paths[0].Backend.Service
	if way := objects["Service "+to.Name]; way.Spec.Selector["app"] != nginx.Spec.Template.Metadata.Labels["app"] || way.Spec.Ports[0].Name != to.Port.Name {
		t.Errorf("the ingress leads to %+v, which is %+v", to, way.Spec)
	}
	for _, o := range []manifest{mocks, nginx} {
		if want, ok := o.Spec.Selector["matchLabels"].(map[string]any); !ok || want["app"] != o.Spec.Template.Metadata.Labels["app"] {
			t.Errorf("%s selects %v, and its pods are %v", o.Metadata.Name, o.Spec.Selector, o.Spec.Template.Metadata.Labels)
		}
	}
}

// dockerfileOf is what the last stage of the Dockerfile says, by instruction.
func dockerfileOf(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for line := range strings.SplitSeq(string(data), "\n") {
		if name, arguments, ok := strings.Cut(line, " "); ok {
			said[name] = arguments
		}
	}
	return said
}
