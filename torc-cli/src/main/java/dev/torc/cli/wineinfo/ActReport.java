package dev.torc.cli.wineinfo;

import dev.torc.cli.load.LoadReport;
import java.util.List;

/**
 * What an act came to.
 *
 * @param load what the visitors got
 * @param logs of the replicas, in their order
 */
public record ActReport(Act act, LoadReport load, List<ReplicaLog> logs) {
  private static final int OK = 200;

  /** Copies. */
  public ActReport {
    logs = List.copyOf(logs);
  }

  /** The same play seen from another act. */
  public ActReport as(Act other) {
    return new ActReport(other, load, logs);
  }

  /** Requests that had another response than 200, or none. */
  public long failures() {
    return load.requests() - load.codes().getOrDefault(OK, 0L);
  }
}
