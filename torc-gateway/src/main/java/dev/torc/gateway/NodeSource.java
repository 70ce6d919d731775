package dev.torc.gateway;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds nodes that somebody else runs, and notices when there are others. It is safe for use by any
 * number of threads.
 *
 * <p>Lists are sorted by the nodes' names on the ring, and have each name once. They are never
 * empty: a source that finds nothing keeps to what it found before.
 */
interface NodeSource extends AutoCloseable {

  /**
   * Looks for the first time, and blocks until it finds nodes or gives up; from then on it looks at
   * an interval.
   *
   * @param later is told each different list that two looks in a row have found, one call at a
   *     time, on the source's own thread, perhaps before this method has returned. If it throws,
   *     the list counts as not told: it is told again after the next look
   * @return the nodes
   * @throws ProvisioningException if there is no answer in time, or the source is closed meanwhile
   * @throws IllegalStateException if it was started before
   */
  List<NodesConfig.StaticNode> start(Consumer<List<NodesConfig.StaticNode>> later);

  /**
   * Looks once, and at an interval from then on, without waiting for an answer.
   *
   * @param later as of {@link #start}; it is told the first list too, and what the first look finds
   *     before this returns
   * @throws IllegalStateException if it was started before
   */
  void follow(Consumer<List<NodesConfig.StaticNode>> later);

  /** Ends it: nobody is told anything from now on. */
  @Override
  void close();

  /** The source that a configuration asks for; {@code null} if its nodes are not to be found. */
  static @Nullable NodeSource of(NodesConfig config) {
    if (config.dns() != null) {
      return DnsNodes.source(config.dns());
    }
    return config.sentinel() == null ? null : SentinelNodes.source(config.sentinel());
  }
}
