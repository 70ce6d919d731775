package dev.torc.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.it.TorcScript.Up;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard's queries, asked of a Prometheus that scrapes a gateway. */
final class PrometheusIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Path GRAFANA = TorcScript.ROOT.resolve(Path.of("docs", "grafana"));

  @TempDir private Path folder;

  /** Prometheus on a free port, with all that it writes in the test's folder. */
  private final class Prometheus implements AutoCloseable {
    private final String base;
    private final Process process;

    Prometheus(URI target) throws IOException {
      Path config =
          Files.writeString(
              folder.resolve("prometheus.yml"),
              """
              rule_files: ["%s"]
              scrape_configs:
                - job_name: torc
                  scrape_interval: 1s
                  static_configs:
                    - targets: ["%s"]
              """
                  .formatted(GRAFANA.resolve("alerts.yml"), target.getAuthority()));
      String address = "127.0.0.1:" + RedisProcess.freePort();
      base = "http://" + address;
      process =
          new ProcessBuilder(
                  "prometheus",
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + folder.resolve("data"),
                  "--web.listen-address=" + address)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("prometheus.log").toFile())
              .start();
    }

    boolean isReady() throws IOException, InterruptedException {
      assertThat(process.isAlive()).as(() -> "prometheus runs: " + log()).isTrue();
      try {
        return get(base + "/-/ready").statusCode() == 200;
      } catch (ConnectException e) {
        return false;
      }
    }

    private String log() {
      try {
        return Files.readString(folder.resolve("prometheus.log"));
      } catch (IOException e) {
        return e.toString();
      }
    }

    /** How many series a query finds. */
    int found(String query) throws IOException, InterruptedException {
      HttpResponse<String> answer =
          get(base + "/api/v1/query?query=" + URLEncoder.encode(query, UTF_8));
      assertThat(answer.statusCode()).as("%s: %s", query, answer.body()).isEqualTo(200);
      return JsonMapper.shared().readTree(answer.body()).get("data").get("result").size();
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  private static HttpResponse<String> get(String uri) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static int post(String uri, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  /** Requests of all kinds, a change of the ring, and a run of the collector. */
  private void use(Up up) throws IOException, InterruptedException {
    for (int i = 0; i < 200; i++) {
      assertThat(post(up.cache() + "/key-" + i, "{\"value\":\"v\"}")).isEqualTo(201);
      assertThat(get(up.cache() + "/key-" + i).statusCode()).isEqualTo(200);
    }
    assertThat(get(up.cache() + "/").statusCode()).isEqualTo(400);
    assertThat(post(up.admin() + "/changes", "{\"vnodes\":80}")).isEqualTo(202);
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    TorcScript.Result collected =
        TorcScript.run(folder, jcmd, Long.toString(up.process().pid()), "GC.run");
    assertThat(collected.exitCode()).as(collected.err()).isZero();
  }

  private static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    for (JsonNode panel :
        JsonMapper.shared()
            .readTree(Files.readString(GRAFANA.resolve("torc-cache.json")))
            .get("panels")) {
      if (panel.has("targets")) {
        for (JsonNode target : panel.get("targets")) {
          queries.add(
              target
                  .get("expr")
                  .asString()
                  .replace("$job", "torc")
                  .replace("$instance", ".*")
                  .replace("$__rate_interval", "30s"));
        }
      }
    }
    return queries;
  }

  @Test
  void everyPanelShowsSomething() throws Exception {
    List<String> queries = queries();
    assertThat(queries).hasSizeGreaterThan(30);
    try (Up up = new Up(TorcScript.ROOT, "--nodes", "2");
        Prometheus prometheus = new Prometheus(URI.create(up.admin()))) {
      await().atMost(60, SECONDS).until(prometheus::isReady);
      use(up);
      // It would not start with rules that it does not understand.
      assertThat(get(prometheus.base + "/api/v1/rules").body()).contains("TorcNodeDown");
      for (String query : queries) {
        await(query).atMost(60, SECONDS).until(() -> prometheus.found(query) > 0);
      }
    }
  }
}
