package dev.torc.testkit.history;

import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * An operation on one key without its times, for histories that read as sentences: {@code
 * client(1).set("a").at(0, 10)}. Times are in milliseconds.
 */
record Asked(int client, Action action, Outcome outcome) {
  static final String KEY = "key";

  /** A client that is about to ask something. */
  record Client(int number) {
    Asked set(String value) {
      return new Asked(number, new Action.Set(value, 0), new Outcome.Stored());
    }

    Asked finds(String value) {
      return new Asked(number, new Action.Get(), new Outcome.Found(value));
    }

    Asked misses() {
      return new Asked(number, new Action.Get(), new Outcome.Missing());
    }

    Asked deletes() {
      return new Asked(number, new Action.Delete(), new Outcome.Deleted());
    }

    Asked deletesNothing() {
      return new Asked(number, new Action.Delete(), new Outcome.Missing());
    }

    Asked delete() {
      return deletes();
    }
  }

  static Client client(int number) {
    return new Client(number);
  }

  static Loss loss(long from, long to, String... keys) {
    return new Loss(nanos(from), nanos(to), Set.of(keys));
  }

  Asked ttl(long millis) {
    Action.Set set = (Action.Set) action;
    return new Asked(client, new Action.Set(set.value(), nanos(millis)), outcome);
  }

  Asked unanswered() {
    return new Asked(client, action, new Outcome.Unanswered());
  }

  Asked refused() {
    return new Asked(client, action, new Outcome.Refused());
  }

  Operation at(long invoked, long answered) {
    return new Operation(KEY, client, action, outcome, nanos(invoked), nanos(answered));
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
