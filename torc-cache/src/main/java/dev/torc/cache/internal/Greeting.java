package dev.torc.cache.internal;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What is said first on a connection: its name, so that it can be found on the server, and killed,
 * and where somebody wants to know, the question who answers. Confined to the event loop.
 */
final class Greeting {
  private static final Command WHO = Command.of("INFO", "server");
  private static final String RUN_ID = "run_id:";

  /** A server says who it is in less than 2 KiB, whatever the longest value may be. */
  static final int MAX_BULK_BYTES = 64 << 10;

  private final String name;
  private final @Nullable Admission admission;
  private boolean named;

  /** Where it stands. */
  enum Outcome {
    PENDING,
    ADMITTED,
    REFUSED
  }

  Greeting(String name, @Nullable Admission admission) {
    this.name = name;
    this.admission = admission;
  }

  void encode(ByteBuf buffer) {
    Command.of("CLIENT", "SETNAME", name).encode(buffer);
    if (admission != null) {
      WHO.encode(buffer);
    }
  }

  /**
   * After a reply. A server that refuses names still serves: only a change of the ring cannot be
   * made with it.
   */
  Outcome answered(Reply reply) {
    if (admission == null) {
      return Outcome.ADMITTED;
    }
    if (!named) {
      named = true;
      return Outcome.PENDING;
    }
    return admission.admits(runIdIn(reply)) ? Outcome.ADMITTED : Outcome.REFUSED;
  }

  private static @Nullable String runIdIn(Reply reply) {
    return reply instanceof Reply.Bulk bulk && bulk.bytes() != null
        ? bulk.text()
            .lines()
            .filter(line -> line.startsWith(RUN_ID))
            .map(line -> line.substring(RUN_ID.length()))
            .findFirst()
            .orElse(null)
        : null;
  }
}
