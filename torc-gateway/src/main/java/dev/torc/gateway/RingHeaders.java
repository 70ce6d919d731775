package dev.torc.gateway;

import dev.torc.cache.CacheNode;
import dev.torc.cache.Epoch;
import dev.torc.cache.NodeStatus;
import dev.torc.cache.Observation;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers that every answer on {@code /{key}} carries, formatted once per epoch and observation
 * instead of once a request.
 *
 * <ul>
 *   <li>{@code X-CacheServer-Index}: the node that served; not on answers that no node was asked
 *       for
 *   <li>{@code X-CacheServer-Count}: nodes that are not down
 *   <li>{@code X-CacheServer-Indexes}: the nodes that own a part of the ring now, also while it
 *       changes
 *   <li>{@code X-Ring-Distribution}: {@code index:keys} of each, by the last observation
 *   <li>{@code X-Ring-Epoch}: counts up with every change of the ring
 * </ul>
 */
final class RingHeaders {
  private static final AsciiString INDEX = AsciiString.cached("X-CacheServer-Index");
  private static final AsciiString COUNT = AsciiString.cached("X-CacheServer-Count");
  private static final AsciiString INDEXES = AsciiString.cached("X-CacheServer-Indexes");
  private static final AsciiString DISTRIBUTION = AsciiString.cached("X-Ring-Distribution");
  private static final AsciiString EPOCH = AsciiString.cached("X-Ring-Epoch");

  private final Epoch epoch;
  private final Observation observation;
  private final AsciiString count;
  private final AsciiString indexes;
  private final AsciiString distribution;
  private final AsciiString number;

  RingHeaders(Epoch epoch, Observation observation) {
    this.epoch = epoch;
    this.observation = observation;
    List<String> owners = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    List<CacheNode> nodes = epoch.nodes();
    double[] shares = epoch.shares();
    for (int i = 0; i < shares.length; i++) {
      if (shares[i] > 0) {
        int index = nodes.get(i).index();
        NodeStatus status = observation.of(index);
        owners.add(Integer.toString(index));
        keys.add(index + ":" + (status == null ? 0 : status.keys()));
      }
    }
    this.count = AsciiString.of(Integer.toString(observation.available()));
    this.indexes = AsciiString.of(String.join(",", owners));
    this.distribution = AsciiString.of(String.join(",", keys));
    this.number = AsciiString.of(Long.toString(epoch.number()));
  }

  /** Whether they still say what is known. */
  @SuppressWarnings(
      "ReferenceEquality") // Both are replaced, never changed: another object is another state.
  boolean isCurrent(Epoch currentEpoch, Observation currentObservation) {
    return epoch == currentEpoch && observation == currentObservation;
  }

  /** Adds them to an answer; {@code server} is the node that gave it, if one did. */
  void addTo(HttpHeaders headers, @Nullable CacheNode server) {
    if (server != null) {
      headers.set(INDEX, Integer.toString(server.index()));
    }
    headers.set(COUNT, count);
    headers.set(INDEXES, indexes);
    headers.set(DISTRIBUTION, distribution);
    headers.set(EPOCH, number);
  }
}
