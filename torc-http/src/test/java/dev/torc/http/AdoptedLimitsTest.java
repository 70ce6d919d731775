package dev.torc.http;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RawHttp.Response;
import io.netty.handler.codec.http.FullHttpResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits that change while the server runs. */
final class AdoptedLimitsTest {

  private static int status(RawHttp client, String target, String... headers) throws IOException {
    return client.request("GET", target, "", headers).response().status();
  }

  @Test
  void aConnectionHasTheRequestLineOfWhenItCame() throws IOException {
    String target = "/" + "x".repeat(200);
    try (TestServer server =
        TestServer.start(new TestLimits().uriBytes(100), TestHandler.target())) {
      RawHttp before = server.connect();
      assertThat(status(before, "/")).isEqualTo(200);
      assertThat(status(server.connect(), target)).isEqualTo(414);
      server.server().adopt(new TestLimits().uriBytes(300).build());
      RawHttp raised = server.connect();
      assertThat(status(raised, target)).isEqualTo(200);
      assertThat(status(before, "/")).isEqualTo(200);
      server.server().adopt(new TestLimits().uriBytes(100).build());
      assertThat(status(raised, target)).isEqualTo(200);
      assertThat(status(server.connect(), target)).isEqualTo(414);
    }
  }

  @Test
  void aNewConnectionHasTheNewHead() throws IOException {
    String[] twenty = new String[20];
    Arrays.setAll(twenty, n -> "A" + n + ": b");
    String large = "A: " + "x".repeat(500);
    TestLimits narrow = new TestLimits().headers(10).headBytes(300);
    try (TestServer server = TestServer.start(narrow, TestHandler.target())) {
      assertThat(status(server.connect(), "/", twenty)).isEqualTo(431);
      assertThat(status(server.connect(), "/", large)).isEqualTo(431);
      server.server().adopt(new TestLimits().headers(30).headBytes(1000).build());
      assertThat(status(server.connect(), "/", twenty)).isEqualTo(200);
      assertThat(status(server.connect(), "/", large)).isEqualTo(200);
      server.server().adopt(narrow.build());
      assertThat(status(server.connect(), "/", twenty)).isEqualTo(431);
      assertThat(status(server.connect(), "/", large)).isEqualTo(431);
    }
  }

  @Test
  void fewerConnectionsEndNone() throws IOException {
    try (TestServer server =
        TestServer.start(new TestLimits().connections(2), TestHandler.target())) {
      RawHttp first = server.connect();
      RawHttp second = server.connect();
      assertThat(status(first, "/")).isEqualTo(200);
      assertThat(status(second, "/")).isEqualTo(200);
      server.server().adopt(new TestLimits().connections(1).build());
      assertThat(status(first, "/")).isEqualTo(200);
      assertThat(status(second, "/")).isEqualTo(200);
      second.close();
      server.awaitOpenConnections(1);
      assertThat(server.connect().isClosedByServer()).isTrue();
      server.awaitOpenConnections(1);
      server.server().adopt(new TestLimits().connections(3).build());
      assertThat(status(server.connect(), "/")).isEqualTo(200);
      assertThat(status(server.connect(), "/")).isEqualTo(200);
      assertThat(server.connect().isClosedByServer()).isTrue();
      assertThat(server.refusedConnections()).isEqualTo(2);
    }
  }

  @Test
  void bodiesAreGatheredUnderTheNewMemoryAtOnce() throws IOException {
    CompletableFuture<FullHttpResponse> held = new CompletableFuture<>();
    TestHandler handler =
        TestHandler.later(request ->
            request.target().equals("/held")
                ? held
                : CompletableFuture.completedFuture(Responses.empty(OK)));
    try (TestServer server = TestServer.start(new TestLimits().bodyMemoryBytes(1000), handler)) {
      RawHttp first = server.connect().request("POST", "/held", "x".repeat(600));
      RawHttp open = server.connect();
      assertThat(open.request("POST", "/", "x".repeat(400)).response().status()).isEqualTo(200);
      server.awaitBodyMemory(600);
      server.server().adopt(new TestLimits().bodyMemoryBytes(500).build());
      // What is held stays, and is more than all that may be: not a byte is given out.
      Response refused = open.request("POST", "/", "x").response();
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.body()).contains("fill the 500 bytes set aside");
      assertThat(status(server.connect(), "/")).isEqualTo(200);
      server.server().adopt(new TestLimits().bodyMemoryBytes(700).build());
      RawHttp other = server.connect();
      assertThat(other.request("POST", "/", "x".repeat(100)).response().status()).isEqualTo(200);
      assertThat(other.request("POST", "/", "x".repeat(101)).response().status()).isEqualTo(429);
      held.complete(Responses.empty(OK));
      assertThat(first.response().status()).isEqualTo(200);
      server.awaitBodyMemory(0);
      RawHttp last = server.connect();
      assertThat(last.request("POST", "/", "x".repeat(700)).response().status()).isEqualTo(200);
      assertThat(last.request("POST", "/", "x".repeat(701)).response().status()).isEqualTo(429);
    }
  }

  @Test
  void responsesAreKeptUnderTheNewMemoryAtOnce() throws IOException {
    byte[] large = new byte[16 << 20];
    TestHandler handler = TestHandler.answering(request -> Responses.of(OK, Responses.JSON, large));
    TestLimits enough = new TestLimits().responseMemoryBytes(2L * large.length);
    try (TestServer server = TestServer.start(enough, handler)) {
      RawHttp slow = server.connect().request("GET", "/", "");
      await()
          .atMost(10, SECONDS)
          .until(() -> server.server().responseBudget().used() == large.length);
      server.server().adopt(new TestLimits().responseMemoryBytes(large.length).build());
      RawHttp other = server.connect();
      Response refused = other.request("GET", "/", "").response();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains(large.length + " bytes set aside");
      server.server().adopt(enough.build());
      assertThat(status(other, "/")).isEqualTo(200);
      assertThat(slow.response().body()).hasSize(large.length);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "headTimeout, PT10S",
    "bodyTimeout, PT30S",
    "keepAliveTimeout, PT1M15S",
    "writeTimeout, PT30S"
  })
  void timeoutsStay(String name, String started) throws IOException {
    UnaryOperator<TestLimits> other =
        switch (name) {
          case "headTimeout" -> limits -> limits.headTimeoutMillis(5000);
          case "bodyTimeout" -> limits -> limits.bodyTimeoutMillis(5000);
          case "keepAliveTimeout" -> limits -> limits.keepAliveTimeoutMillis(5000);
          default -> limits -> limits.writeTimeoutMillis(5000);
        };
    try (TestServer server =
        TestServer.start(new TestLimits().connections(1), TestHandler.target())) {
      HttpServer running = server.server();
      HttpLimits next = other.apply(new TestLimits().connections(2)).build();
      assertThatThrownBy(() -> running.adopt(next))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(name + ": PT5S (expected: " + started + ", which does not change)");
      assertThat(status(server.connect(), "/")).isEqualTo(200);
      assertThat(server.connect().isClosedByServer()).isTrue();
    }
  }
}
