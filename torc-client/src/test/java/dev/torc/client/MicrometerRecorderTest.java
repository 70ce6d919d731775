package dev.torc.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.config.HostPort;
import dev.torc.routing.Outcome;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The meters, their names and how many there can be. */
final class MicrometerRecorderTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MicrometerRecorder recorder = new MicrometerRecorder(registry);

  @Test
  void aRequestIsMeasuredWithoutItsSecrets() throws Exception {
    try (Replica bad = Replica.start(exchange -> Replica.answer(exchange, 503, ""));
        TorcClient client =
            TorcClient.builder()
                .withRouting(Routings.retried(2, List.of(503), bad.address()))
                .withRecorder(recorder)
                .build()) {
      client.send(
          HttpRequest.newBuilder(URI.create("http://shop/x?token=secret"))
              .header("X-Token", "secret")
              .build(),
          BodyHandlers.ofString());
      assertThat(
              registry
                  .get("torc.client.requests")
                  .tags("route", "shop", "outcome", "5xx")
                  .timer()
                  .count())
          .isEqualTo(1);
      assertThat(
              registry
                  .get("torc.client.request.attempts")
                  .tags("route", "shop")
                  .summary()
                  .totalAmount())
          .isEqualTo(2);
      assertThat(
              registry
                  .get("torc.client.attempts")
                  .tags("backend", "shop:80", "endpoint", bad.address(), "outcome", "5xx")
                  .timer()
                  .count())
          .isEqualTo(2);
      assertThat(
              registry
                  .get("torc.client.retries")
                  .tags("backend", "shop:80", "outcome", "5xx")
                  .counter()
                  .count())
          .isEqualTo(1);
      assertThat(
              registry
                  .get("torc.client.configurations")
                  .tags("result", "applied")
                  .counter()
                  .count())
          .isEqualTo(1);
      assertThat(registry.getMeters())
          .extracting(Meter::getId)
          .noneMatch(id -> id.toString().contains("secret"));
    }
  }

  @Test
  void ejectionsAndRefusalsAreCounted() {
    HostPort endpoint = new HostPort("10.0.0.1", 80);
    recorder.ejected(Routings.SHOP, endpoint, Duration.ofSeconds(30));
    recorder.returned(Routings.SHOP, endpoint);
    recorder.configurationRefused(new IllegalStateException());
    recorder.requestFinished(null, 0, Outcome.NOT_SENT, Duration.ZERO);
    for (String name : List.of("torc.client.ejections", "torc.client.returns")) {
      assertThat(
              registry
                  .get(name)
                  .tags("backend", "shop:80", "endpoint", "10.0.0.1:80")
                  .counter()
                  .count())
          .isEqualTo(1);
    }
    assertThat(
            registry.get("torc.client.configurations").tags("result", "refused").counter().count())
        .isEqualTo(1);
    assertThat(
            registry
                .get("torc.client.requests")
                .tags("route", "none", "outcome", "not_sent")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void endpointsThatComeAndGoDoNotFillTheMemory() {
    for (int i = 0; i < 3 * MicrometerRecorder.MAX_METERS; i++) {
      HostPort endpoint = new HostPort("10.0." + i / 250 + "." + i % 250, 80);
      recorder.attemptFinished(
          Routings.SHOP, endpoint, Outcome.responded(200), Duration.ofMillis(1));
    }
    assertThat(registry.find("torc.client.attempts").timers())
        .hasSize(MicrometerRecorder.MAX_METERS + 1);
    assertThat(
            registry
                .get("torc.client.attempts")
                .tags("backend", "other", "endpoint", "other", "outcome", "2xx")
                .timer()
                .count())
        .isEqualTo(2L * MicrometerRecorder.MAX_METERS);
  }
}
