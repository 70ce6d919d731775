package dev.torc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.config.Configuration;
import dev.torc.testkit.RawHttp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the admin listener writes, read strictly: a field more or less, or of another type, fails.
 */
final class AdminDocuments {
  private AdminDocuments() {}

  public record Nodes(long epoch, int vnodes, List<Node> nodes) {}

  public record Node(
      int index,
      String name,
      String address,
      int weight,
      String state,
      double share,
      long keys,
      @Nullable Long memoryBytes,
      @Nullable Long maxMemoryBytes) {}

  public record Changes(List<Change> changes) {}

  public record Change(
      long id,
      String description,
      String origin,
      String state,
      String step,
      boolean reverting,
      @Nullable String reason,
      long submittedMillis,
      @Nullable Long startedMillis,
      @Nullable Long finishedMillis,
      long epoch,
      double movedShare,
      Progress progress,
      List<Move> moves) {}

  public record Progress(
      long keys,
      long expectedKeys,
      long bytes,
      double keysPerSecond,
      @Nullable Double remainingSeconds,
      long moved) {}

  public record Move(
      int from,
      int to,
      double share,
      String step,
      long keys,
      long bytes,
      int rounds,
      @Nullable Double holdMillis,
      int holds) {}

  public record Estimate(
      String description,
      double movedShare,
      long keys,
      long lostKeys,
      long bytes,
      boolean exact,
      double seconds,
      double keysPerSecond,
      String rate,
      MaxToAverage maxToAverage,
      List<NodeFigures> nodes,
      List<Flow> moves,
      List<String> warnings) {}

  public record MaxToAverage(@Nullable Double before, @Nullable Double after) {}

  public record NodeFigures(
      int index,
      String name,
      @Nullable String address,
      double shareBefore,
      double shareAfter,
      long keysBefore,
      long keysAfter) {}

  public record Flow(int from, int to, double share, boolean lost, long keys, long bytes) {}

  static <T extends Record> T read(RawHttp.Response response, int status, Class<T> type) {
    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.header("Content-Type")).isEqualTo("application/json");
    return Configuration.parse(response.body(), "response", type);
  }

  static Change change(RawHttp.Response response, int status) {
    return read(response, status, Change.class);
  }
}
