package dev.torc.bench.reshard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.bench.reshard.CopyRun.Rates;
import dev.torc.bench.reshard.TrackingCost.Part;
import dev.torc.bench.reshard.TrackingCost.Rate;
import dev.torc.bench.reshard.TrackingCost.Writes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Targets, tables and JSON of results that are given. */
final class CopyReportTest {

  private static Rates copies(double... keysPerSecond) {
    List<CopyRun.Rate> torc =
        DoubleStream.of(keysPerSecond).mapToObj(rate -> new CopyRun.Rate(rate, 2)).toList();
    return new Rates(torc, List.of(new CopyRun.Rate(100_000, 1)));
  }

  private static Writes writes(Part part, double during, double without) {
    return new Writes(
        part, List.of(new Rate(during, 3, 1.5)), List.of(new Rate(without, 1.25, 0.75)));
  }

  private static List<Boolean> met(CopyReport report) {
    List<Boolean> met = new ArrayList<>();
    for (JsonNode object : JsonMapper.shared().readTree(report.json())) {
      met.add(object.get("met").asBoolean());
    }
    return met;
  }

  @Test
  void allIsMetAtTheTargets() {
    CopyReport report =
        new CopyReport(
            5000,
            copies(10, 80_000, 90_000),
            List.of(writes(Part.MOVING, 100, 200), writes(Part.OTHER, 190, 200)));
    assertThat(met(report)).containsExactly(true, true, true);
  }

  @Test
  void nothingIsMetBelowThem() {
    CopyReport report =
        new CopyReport(
            5000,
            copies(10, 79_999, 900_000),
            List.of(writes(Part.MOVING, 99, 200), writes(Part.OTHER, 189, 200)));
    assertThat(met(report)).containsExactly(false, false, false);
  }

  @Test
  void markdownHasBothTables() {
    CopyReport report =
        new CopyReport(
            5000,
            copies(80_000),
            List.of(writes(Part.MOVING, 100, 200), writes(Part.OTHER, 150, 200)));
    assertThat(report.markdown("./torc bench copy"))
        .contains("    ./torc bench copy\n")
        .contains(
            "| a change of the ring | 80000 | 2.00 | 0.80 | at least 80000 keys/s | yes |\n"
                + "| the plain way | 100000 | 1.00 |  |  |  |")
        .contains(
            "| moving keys | 100 | 3.00 + 1.50 | 200 | 1.25 + 0.75 | 0.500 | at least 0.5 | yes |")
        .contains(
            "| other keys | 150 | 3.00 + 1.50 | 200 | 1.25 + 0.75 | 0.750 | at least 0.95 | no |");
  }
}
