package dev.torc.cli;

import dev.torc.cli.wineinfo.Act;
import dev.torc.cli.wineinfo.Policy;
import dev.torc.cli.wineinfo.Wineinfo;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the demo: of acts that are played, or of a shop that stays. */
final class WineinfoOptions {
  private static final Duration USUAL_DURATION = Duration.ofSeconds(10);
  private static final Duration MAX_DURATION = Duration.ofDays(1);
  private static final int USUAL_PORT = 8011;
  private static final int USUAL_REPLICAS = 4;

  @Option(
      names = "--duration",
      converter = DurationConverter.class,
      paramLabel = "TIME",
      description = "How long each act takes, such as 3s or seconds (default: 10s).")
  private @Nullable Duration duration;

  @Option(
      names = "--act",
      paramLabel = "N",
      description = "Play one act only, 1 to 4; act 4 shows the logs of act 3.")
  private @Nullable Integer act;

  @Option(names = "--serve", description = "Keep the shop and its replicas running until Ctrl-C.")
  private boolean serve;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "With --serve: port of the shop; 0 for a free one (default: 8011).")
  private @Nullable Integer port;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description =
          "With --serve: how the shop chooses a replica, one of ${COMPLETION-CANDIDATES}"
              + " (default: RingHash).")
  private @Nullable Policy policy;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "With --serve: how many replicas there are (default: 4).")
  private @Nullable Integer replicas;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli calls it.
  WineinfoOptions() {}

  /**
   * Checks them together.
   *
   * @throws UsageException if they cannot be followed
   */
  void check() {
    if (serve) {
      checkAbsent("--act", act);
      checkAbsent("--duration", duration);
      checkRange("--port", port(), 0, 65_535);
      checkRange("--replicas", replicas(), 1, Wineinfo.MAX_REPLICAS);
      return;
    }
    checkServing("--port", port);
    checkServing("--policy", policy);
    checkServing("--replicas", replicas);
    checkRange("--act", act == null ? 1 : act, 1, Act.values().length);
    if (duration().compareTo(MAX_DURATION) > 0) {
      throw new UsageException("--duration: more than a day (expected: at most 24h)");
    }
  }

  private static void checkAbsent(String option, @Nullable Object value) {
    if (value != null) {
      throw new UsageException(option + " and --serve: together (expected: one of them)");
    }
  }

  private static void checkServing(String option, @Nullable Object value) {
    if (value != null) {
      throw new UsageException(option + ": without --serve (expected: both)");
    }
  }

  private static void checkRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new UsageException(
          option + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  /** In their order. */
  List<Act> acts() {
    List<Act> all = List.of(Act.values());
    return act == null ? all : List.of(all.get(act - 1));
  }

  Duration duration() {
    return duration == null ? USUAL_DURATION : duration;
  }

  boolean serves() {
    return serve;
  }

  int port() {
    return port == null ? USUAL_PORT : port;
  }

  Policy policy() {
    return policy == null ? Policy.RING_HASH : policy;
  }

  int replicas() {
    return replicas == null ? USUAL_REPLICAS : replicas;
  }

  boolean json() {
    return json;
  }
}
