package dev.torc.testkit.history;

import static dev.torc.testkit.history.Asked.client;
import static dev.torc.testkit.history.Judged.illegal;
import static dev.torc.testkit.history.Judged.legal;

import dev.torc.testkit.history.Violation.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A set at 0 to 5 ms that lives for 100 ms is gone between 90 and 115 ms. */
final class ExpiryTest {
  private final Operation set = client(1).set("a").ttl(100).at(0, 5);

  @Test
  void theKeyIsThereBeforeAndGoneAfter() {
    legal(set, client(2).finds("a").at(80, 85), client(2).misses().at(120, 125));
  }

  @Test
  void theToleranceAllowsEither() {
    legal(set, client(2).misses().at(88, 90));
    legal(set, client(2).finds("a").at(115, 130));
  }

  @Test
  void tooEarlyFails() {
    illegal(Kind.WRONG_MISS, set, client(2).misses().at(80, 89));
    illegal(Kind.WRONG_MISS, set, client(2).deletesNothing().at(80, 89));
  }

  @Test
  void tooLateFails() {
    illegal(Kind.STALE_READ, set, client(2).finds("a").at(116, 130));
    illegal(Kind.OTHER, set, client(2).deletes().at(116, 130));
  }

  @Test
  void itDoesNotComeBack() {
    illegal(Kind.STALE_READ, set, client(2).misses().at(91, 92), client(2).finds("a").at(93, 94));
  }

  @Test
  void aNewValueEndsIt() {
    legal(set, client(1).set("b").at(10, 20), client(2).finds("b").at(500, 501));
    illegal(
        Kind.WRONG_MISS,
        set,
        client(1).set("b").at(10, 20),
        client(2).finds("b").at(30, 40),
        client(2).misses().at(100, 101));
  }

  @Test
  void aValueWhoseSetOverlapsAnothersMayBeTheLast() {
    legal(
        set,
        client(2).set("b").at(3, 10),
        client(3).finds("b").at(4, 5),
        client(2).misses().at(200, 201));
    illegal(
        Kind.WRONG_MISS,
        set,
        client(3).finds("a").at(6, 7),
        client(2).set("b").at(3, 10),
        client(2).misses().at(80, 85));
  }

  @Test
  void anUnansweredSetExpiresAtAnyTimeAfterItsTimeToLive() {
    Operation open = client(1).set("a").ttl(100).unanswered().at(0, 5);
    legal(open, client(2).finds("a").at(1000, 1001), client(2).misses().at(1002, 1003));
    legal(open, client(2).finds("a").at(10, 11), client(2).misses().at(90, 91));
    illegal(Kind.WRONG_MISS, open, client(2).finds("a").at(10, 11), client(2).misses().at(20, 89));
  }

  @Test
  void anUnansweredSetThatNobodyReadHidesAValueAndExpires() {
    Operation open = client(1).set("a").ttl(100).unanswered().at(10, 15);
    legal(client(2).set("b").at(0, 5), open, client(2).misses().at(100, 101));
    illegal(Kind.WRONG_MISS, client(2).set("b").at(0, 5), open, client(2).misses().at(80, 90));
    illegal(
        Kind.STALE_READ,
        client(2).set("b").at(0, 5),
        open,
        client(2).misses().at(100, 101),
        client(2).finds("b").at(102, 103));
  }

  @Test
  void endlessTimesToLiveDoNotOverflow() {
    Operation endless =
        new Operation(
            Asked.KEY,
            1,
            new Action.Set("a", Long.MAX_VALUE),
            new Outcome.Stored(),
            Long.MAX_VALUE / 2,
            Long.MAX_VALUE / 2 + 1);
    Operation found =
        new Operation(
            Asked.KEY,
            1,
            new Action.Get(),
            new Outcome.Found("a"),
            Long.MAX_VALUE / 2 + 2,
            Long.MAX_VALUE / 2 + 3);
    legal(endless, found);
  }

  @Test
  void anUnansweredSetDoesNotExpireBeforeItIsSent() {
    illegal(
        Kind.WRONG_MISS,
        client(2).set("b").at(0, 1),
        client(1).set("a").ttl(5).unanswered().at(20, 21),
        client(2).misses().at(16, 18));
  }

  /** The miss takes the delete, in either order of the two, as only the set can do the other. */
  @Test
  void anUnansweredSetIsSavedForTheDeleteThatNeedsIt() {
    Operation open = client(1).set("a").ttl(100).unanswered().at(0, 5);
    Operation delete = client(3).delete().unanswered().at(0, 6);
    Operation earlierDelete = client(3).delete().unanswered().at(0, 4);
    for (Operation openDelete : List.of(delete, earlierDelete)) {
      legal(
          open,
          openDelete,
          client(2).set("b").at(120, 121),
          client(2).misses().at(130, 131),
          client(2).deletes().at(140, 141));
    }
  }
}
