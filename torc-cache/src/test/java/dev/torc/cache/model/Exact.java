package dev.torc.cache.model;

import dev.torc.cache.model.Gate.Op;
import java.util.Arrays;

/**
 * Finds every history that is not linearizable, and no other.
 *
 * <p>One past is a {@code long}: the register's value, which of the writes without an answer it has
 * taken, and which values it had since each read without an answer began. Writes are taken only
 * when an answer asks for it (G. Lowe, <i>Testing for linearizability</i>, 2017: just-in-time
 * linearization), which loses nothing and keeps the sets small. A write whose client gave up may
 * still be taken as long as its command can run, and not after.
 */
final class Exact implements History {
  private static final int VALUE_BITS = 4;
  private static final int SEEN_BITS = 16;
  private static final long SEEN = (1 << SEEN_BITS) - 1;

  private long[] pasts = new long[32];
  private int count;

  private static int seenAt(int gate) {
    return 2 * VALUE_BITS + SEEN_BITS * gate;
  }

  private static long seen(long past, int gate) {
    return past >>> seenAt(gate) & SEEN;
  }

  private static long withSeen(long past, int gate, long seen) {
    return (past & ~(SEEN << seenAt(gate))) | (seen << seenAt(gate));
  }

  private static long taken(int slot) {
    return 1L << (VALUE_BITS + slot);
  }

  @Override
  public long[] readBegins(World world, int gate) {
    return Arrays.stream(world.history)
        .map(past -> withSeen(past, gate, 1L << History.value(past)))
        .toArray();
  }

  @Override
  public long[] readEnds(World world, int gate) {
    count = 0;
    for (long past : world.history) {
      add(withSeen(past, gate, 0));
    }
    return result();
  }

  @Override
  public long[] readAnswered(World world, int gate, int value) {
    count = 0;
    for (long past : world.history) {
      readAnswered(world, past, gate, value);
    }
    return result();
  }

  private void readAnswered(World world, long past, int gate, int value) {
    if ((seen(past, gate) >>> value & 1) != 0) {
      add(withSeen(past, gate, 0));
      return;
    }
    for (int slot = 0; slot < 2 * World.GATES; slot++) {
      if (isPending(world, slot) && (past & taken(slot)) == 0) {
        readAnswered(world, take(world, past, slot), gate, value);
      }
    }
  }

  @Override
  public long[] writeAnswered(World world, int slot) {
    count = 0;
    for (long past : world.history) {
      writeAnswered(world, past, slot);
    }
    return result();
  }

  private void writeAnswered(World world, long past, int wanted) {
    if ((past & taken(wanted)) != 0) {
      add(past & ~taken(wanted));
      return;
    }
    for (int slot = 0; slot < 2 * World.GATES; slot++) {
      if (isPending(world, slot) && (past & taken(slot)) == 0) {
        writeAnswered(world, take(world, past, slot), wanted);
      }
    }
  }

  @Override
  public long[] strayRuns(World world, int gate) {
    int slot = History.stray(gate);
    count = 0;
    for (long past : world.history) {
      writeAnswered(world, past, slot);
      if ((past & taken(slot)) == 0) {
        add(past);
      }
    }
    return result();
  }

  @Override
  public long[] neverRuns(World world, int slot) {
    count = 0;
    for (long past : world.history) {
      if ((past & taken(slot)) == 0) {
        add(past);
      }
    }
    return result();
  }

  @Override
  public long[] loseSight(World world, int gate) {
    count = 0;
    for (long past : world.history) {
      boolean taken = (past & taken(gate)) != 0;
      add(taken ? (past & ~taken(gate)) | taken(History.stray(gate)) : past);
    }
    return result();
  }

  @Override
  public long[] renamed(long[] history, int[] names, boolean exchanged) {
    count = 0;
    for (long past : history) {
      long other = names[History.value(past)];
      for (int slot = 0; slot < 2 * World.GATES; slot++) {
        if ((past & taken(slot)) != 0) {
          other |= taken(exchanged ? slot ^ 1 : slot);
        }
      }
      for (int gate = 0; gate < World.GATES; gate++) {
        other = withSeen(other, exchanged ? gate ^ 1 : gate, renamed(seen(past, gate), names));
      }
      add(other);
    }
    return result();
  }

  private static long renamed(long seen, int[] names) {
    long renamed = 0;
    for (long rest = seen; rest != 0; rest &= rest - 1) {
      int name = names[Long.numberOfTrailingZeros(rest)];
      if (name != GONE) {
        renamed |= 1L << name;
      }
    }
    return renamed;
  }

  private static boolean isPending(World world, int slot) {
    return slot < World.GATES
        ? world.gates[slot].op == Op.WRITE
        : world.gates[slot - World.GATES].stray;
  }

  private static long take(World world, long past, int slot) {
    int value =
        slot < World.GATES ? world.gates[slot].value : world.gates[slot - World.GATES].strayValue;
    long next = (past & ~VALUE) | value | taken(slot);
    for (int gate = 0; gate < World.GATES; gate++) {
      if (world.gates[gate].op == Op.READ) {
        next |= 1L << (seenAt(gate) + value);
      }
    }
    return next;
  }

  /** Adds a past, but one that another includes: the same, of which reads have seen more. */
  private void add(long past) {
    for (int i = 0; i < count; i++) {
      long common = past & pasts[i];
      boolean same = (past & 0xff) == (pasts[i] & 0xff);
      if (same && common == past) {
        return;
      }
      if (same && common == pasts[i]) {
        pasts[i--] = pasts[--count];
      }
    }
    if (count == pasts.length) {
      pasts = Arrays.copyOf(pasts, 2 * count);
    }
    pasts[count++] = past;
  }

  private long[] result() {
    long[] result = Arrays.copyOf(pasts, count);
    Arrays.sort(result);
    return result;
  }
}
