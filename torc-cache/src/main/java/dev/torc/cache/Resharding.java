package dev.torc.cache;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.Declared;
import dev.torc.cache.coordination.Origin;
import dev.torc.config.HostPort;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the ring while the cache is in use: no acknowledged write is lost, no read gets older
 * than one before it, and no key that is there is reported missing.
 *
 * <p>One change is made at a time; others wait. Methods that change something keep it durably
 * before they return, so they may block for some milliseconds and must not be called on an event
 * loop. Safe for use by any number of threads.
 */
public interface Resharding {

  /** Takes the index of a node that is to be added; it is never given again. */
  int reserveIndex();

  /**
   * Asks for a change.
   *
   * @return the change, which waits for its turn
   * @throws dev.torc.cache.coordination.ChangeException if it cannot be made
   */
  default Change submit(ChangeRequest request) {
    return submit(request, Origin.COMMAND, null);
  }

  /**
   * Asks for a change on behalf of somebody.
   *
   * @param declared what a configuration says that the change makes true, kept when it is
   *     committed; {@code null} if none does
   * @return the change, which waits for its turn
   * @throws dev.torc.cache.coordination.ChangeException if it cannot be made
   */
  Change submit(ChangeRequest request, Origin origin, @Nullable Declared declared);

  /** Keeps what a configuration says, which is true without a change. */
  void declare(Declared declared);

  /**
   * Tells that a node listens at another address: its keys are there. Operations go there at once,
   * and whatever server is met there first is taken for the node. A change that needs the node at
   * this moment fails.
   */
  void readdress(int index, HostPort address);

  /**
   * Tells what a change would do after those that are made or wait, and does nothing: no index is
   * taken, nothing is kept, no node is written to. It looks at a part of the keys of large nodes,
   * for some seconds at most, and waits for no node longer than a command may take. One estimate is
   * made at a time.
   *
   * @param request its new nodes have the indexes that would be given next
   * @param unstarted which of its new nodes do not run yet, and the memory that each will have for
   *     its keys in bytes, 0 for no limit
   * @throws dev.torc.cache.coordination.ChangeException if the change could not be made
   */
  Estimate estimate(ChangeRequest request, Map<Integer, Long> unstarted);

  /**
   * Asks for the end of a change. One that waits is over at once; one that is made goes back to the
   * ring before.
   *
   * @throws dev.torc.cache.coordination.ChangeException if there is no such change, or it is over
   */
  Change cancel(long id);

  /** The changes, oldest first: the last that are over, the one that is made, those that wait. */
  List<Change> changes();

  /** A change as it stands, {@code null} if it is not known (any more). */
  @Nullable Change change(long id);

  /**
   * Completes when a change is over, however it ended; at once if it is not known.
   *
   * @return completes with the change as it ended, {@code null} if it is not known; fails with
   *     {@link IllegalStateException} if the cache is closed before
   */
  CompletionStage<@Nullable Change> whenOver(long id);

  /** How fast the change that is made copies; of no change, nothing. */
  Pace pace();

  /**
   * How a change goes on.
   *
   * @param expectedKeys about how many keys it has to copy, 0 if it is not known yet
   * @param keysPerSecond over its last seconds of copying
   */
  record Pace(long expectedKeys, double keysPerSecond) {
    /** Nothing is copied. */
    public static final Pace NONE = new Pace(0, 0);
  }
}
