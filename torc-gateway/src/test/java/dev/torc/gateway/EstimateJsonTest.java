package dev.torc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.Estimate;
import dev.torc.cache.Estimate.Basis;
import dev.torc.cache.Estimate.Flow;
import dev.torc.cache.Estimate.NodeFigures;
import dev.torc.cache.Estimate.Rate;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an estimate is written. */
final class EstimateJsonTest {

  private static String json(Estimate estimate) {
    return JsonResponse.of(HttpResponseStatus.OK, json -> EstimateJson.write(json, estimate))
        .content()
        .toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesItToTheLetter() {
    Estimate estimate =
        new Estimate(
            "add node 1",
            0.25,
            100,
            7,
            4000,
            true,
            new Rate(50_000, Basis.ASSUMED),
            List.of(
                new NodeFigures(0, "a", "h:1", 1, 0.75, 400, 300),
                new NodeFigures(1, "node-1", null, 0, 0.25, 0, 100)),
            List.of(new Flow(0, 1, 0.25, false, 100, 4000)),
            List.of("vnodes: 1"));
    assertThat(json(estimate))
        .isEqualTo(
            "{\"description\":\"add node 1\",\"movedShare\":0.25,\"keys\":100,\"lostKeys\":7,"
                + "\"bytes\":4000,\"exact\":true,\"seconds\":0.002,\"keysPerSecond\":50000.0,"
                + "\"rate\":\"assumed\",\"maxToAverage\":{\"before\":1.0,\"after\":1.5},"
                + "\"nodes\":[{\"index\":0,\"name\":\"a\",\"address\":\"h:1\","
                + "\"shareBefore\":1.0,\"shareAfter\":0.75,\"keysBefore\":400,\"keysAfter\":300},"
                + "{\"index\":1,\"name\":\"node-1\",\"address\":null,\"shareBefore\":0.0,"
                + "\"shareAfter\":0.25,\"keysBefore\":0,\"keysAfter\":100}],"
                + "\"moves\":[{\"from\":0,\"to\":1,\"share\":0.25,\"lost\":false,\"keys\":100,"
                + "\"bytes\":4000}],\"warnings\":[\"vnodes: 1\"]}");
  }

  @Test
  void aRingWithoutKeysHasNoBusiestNode() {
    Estimate estimate =
        new Estimate(
            "d",
            0,
            0,
            0,
            0,
            true,
            new Rate(3, Basis.LIMITED),
            List.of(new NodeFigures(0, "a", "h:1", 1, 1, 0, 0)),
            List.of(),
            List.of());
    assertThat(json(estimate))
        .contains("\"rate\":\"limited\",\"maxToAverage\":{\"before\":null,\"after\":null}");
  }
}
