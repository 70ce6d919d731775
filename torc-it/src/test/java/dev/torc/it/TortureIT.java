package dev.torc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.it.TorcScript.Result;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Three minutes of {@code ./torc bench torture}. */
final class TortureIT {

  @Test
  void nothingIsLostRevivedOrOutdatedWhileTheRingChanges() throws Exception {
    Result result =
        TorcScript.run(
            TorcScript.ROOT,
            "./torc",
            "bench",
            "torture",
            "--minutes",
            "3",
            "--seed",
            "1",
            "--json");
    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    JsonNode report = JsonMapper.shared().readTree(result.out());
    assertThat(report.get("violations").asLong()).isZero();
    assertThat(report.get("checked").get("undecided").asLong()).isZero();
    assertThat(report.get("checked").get("operations").asLong()).isGreaterThan(50_000);
    assertThat(report.get("changes").get("committed").asLong()).isGreaterThan(5);
    assertThat(report.get("faults").size()).isGreaterThan(6);
  }
}
