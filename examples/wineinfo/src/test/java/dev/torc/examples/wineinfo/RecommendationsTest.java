package dev.torc.examples.wineinfo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.torc.client.TorcClient;
import dev.torc.config.Configuration;
import dev.torc.routing.RoutingConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files of this example route to real servers as its README says. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class RecommendationsTest {
  private static final Path BY_QUERY = Path.of("torc.yaml");
  private static final Path BY_USER = Path.of("by-user", "torc.yaml");
  private static final URI CATALOG =
      URI.create("http://wineinfo-catalog.default.svc.cluster.local/wines");

  @TempDir private Path folder;

  private static TorcClient client(Replicas replicas) {
    return TorcClient.of(Configuration.parse(replicas.yaml(), "example", RoutingConfig.class));
  }

  @Test
  void eachQueryHasItsReplica() throws Exception {
    List<String> queries = Files.readAllLines(Path.of("queries.txt"));
    Map<String, Set<String>> owners = new HashMap<>();
    try (Replicas replicas = new Replicas(BY_QUERY);
        TorcClient client = client(replicas)) {
      Recommendations recommendations = new Recommendations(client);
      for (int i = 0; i < 3; i++) {
        for (String query : queries) {
          String replica = recommendations.get(query, Map.of());
          owners.computeIfAbsent(replica, r -> new TreeSet<>()).add(query);
        }
      }
      assertThat(replicas.asked("127.0.0.1:8083"))
          .containsExactly(
              "limit=10&query=germany", "limit=10&query=germany", "limit=10&query=germany");
      assertThat(replicas.asked("127.0.0.1:8082")).contains("limit=10&query=pinot%20noir");
    }
    assertThat(owners)
        .isEqualTo(
            Map.of(
                "127.0.0.1:8081", Set.of("rose", "white"),
                "127.0.0.1:8082", Set.of("france", "greece", "pinot noir"),
                "127.0.0.1:8083", Set.of("germany"),
                "127.0.0.1:8084", Set.of("australia", "italy", "portugal", "red")));
  }

  @Test
  void whoCarriesTheBaggageGetsTheNextVersion() throws Exception {
    try (Replicas replicas = new Replicas(BY_QUERY);
        TorcClient client = client(replicas)) {
      Recommendations recommendations = new Recommendations(client);
      for (Map<String, String> canary :
          List.of(
              Map.of("x-canary", "true"),
              Map.of("baggage", "canary=true"),
              Map.of("baggage", "user=alice, canary=true;ttl=1, region=eu"))) {
        assertThat(recommendations.get("germany", canary)).isEqualTo("127.0.0.1:8091");
      }
      for (Map<String, String> other :
          List.of(
              Map.of("x-canary", "false"),
              Map.of("baggage", "canary=false"),
              Map.of("baggage", "uncanary=true"))) {
        assertThat(recommendations.get("germany", other)).isEqualTo("127.0.0.1:8083");
      }
    }
  }

  @Test
  void whatFailedOnOneServerIsReadFromTheOther() throws Exception {
    try (Replicas replicas = new Replicas(BY_QUERY);
        TorcClient client = client(replicas)) {
      replicas.fail("127.0.0.1:8101", 503);
      HttpRequest read = HttpRequest.newBuilder(CATALOG).build();
      for (int i = 0; i < 4; i++) {
        assertThat(client.send(read, BodyHandlers.ofString()).body()).isEqualTo("127.0.0.1:8102");
      }
      assertThat(replicas.asked("127.0.0.1:8101")).isNotEmpty();
    }
  }

  @Test
  void whatIsWrittenIsSentOnce() throws Exception {
    try (Replicas replicas = new Replicas(BY_QUERY);
        TorcClient client = client(replicas)) {
      replicas.fail("127.0.0.1:8101", 503);
      replicas.fail("127.0.0.1:8102", 503);
      HttpRequest write =
          HttpRequest.newBuilder(CATALOG).POST(BodyPublishers.ofString("wine")).build();
      assertThat(client.send(write, BodyHandlers.ofString()).statusCode()).isEqualTo(503);
      assertThat(replicas.asked("127.0.0.1:8101").size() + replicas.asked("127.0.0.1:8102").size())
          .isEqualTo(1);
    }
  }

  @Test
  void anErrorOfTheServiceIsAnErrorOfTheCall() throws Exception {
    try (Replicas replicas = new Replicas(BY_QUERY);
        TorcClient client = client(replicas)) {
      replicas.fail("127.0.0.1:8083", 500);
      Recommendations recommendations = new Recommendations(client);
      assertThatThrownBy(() -> recommendations.get("germany", Map.of()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("wineinfo-recs.default.svc.cluster.local")
          .hasMessageEndingWith(": 500");
    }
  }

  @Test
  void byUserEachVisitorHasAReplica() throws Exception {
    try (Replicas replicas = new Replicas(BY_USER);
        TorcClient client = client(replicas)) {
      Recommendations recommendations = new Recommendations(client);
      Set<String> used = new TreeSet<>();
      for (int i = 0; i < 30; i++) {
        Map<String, String> user = Map.of("x-username", "visitor-" + i);
        String replica = recommendations.get("red", user);
        assertThat(recommendations.get("white", user)).isEqualTo(replica);
        used.add(replica);
      }
      assertThat(used).containsExactly("127.0.0.1:8081", "127.0.0.1:8082", "127.0.0.1:8083");
    }
  }

  @Test
  void printsWhatIsRecommended() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    try (Replicas replicas = new Replicas(BY_QUERY)) {
      Path file = Files.writeString(folder.resolve("torc.yaml"), replicas.yaml());
      System.setOut(new PrintStream(printed, true, UTF_8));
      Recommendations.main(new String[] {file.toString(), "germany", "pinot noir"});
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(UTF_8).lines()).containsExactly("127.0.0.1:8083", "127.0.0.1:8082");
  }

  /** A replica leaves while the client runs: its queries go to others, all else stays. */
  @Test
  void theClientFollowsTheFile() throws Exception {
    try (Replicas replicas = new Replicas(BY_QUERY)) {
      Path file = Files.writeString(folder.resolve("torc.yaml"), replicas.yaml());
      try (TorcClient client = TorcClient.watching(file)) {
        Recommendations recommendations = new Recommendations(client);
        assertThat(recommendations.get("germany", Map.of())).isEqualTo("127.0.0.1:8083");
        String changed =
            replicas
                .yaml()
                .replace("hashKey: '127.0.0.1:8083'", "hashKey: '127.0.0.1:8083', drain: true");
        assertThat(changed).isNotEqualTo(replicas.yaml());
        Path next = Files.writeString(folder.resolve("next.yaml"), changed);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        await()
            .atMost(30, SECONDS)
            .until(() -> !recommendations.get("germany", Map.of()).equals("127.0.0.1:8083"));
        assertThat(recommendations.get("rose", Map.of())).isEqualTo("127.0.0.1:8081");
        assertThat(recommendations.get("france", Map.of())).isEqualTo("127.0.0.1:8082");
        assertThat(recommendations.get("italy", Map.of())).isEqualTo("127.0.0.1:8084");
      }
    }
  }
}
