package dev.torc.testkit.history;

import static dev.torc.testkit.history.Asked.client;
import static dev.torc.testkit.history.Asked.loss;
import static dev.torc.testkit.history.Judged.illegal;
import static dev.torc.testkit.history.Judged.legal;

import dev.torc.testkit.history.Violation.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node is killed. */
final class LossTest {
  private final List<Loss> losses = List.of(loss(100, 200));

  @Test
  void theKeyMayVanishInTheWindow() {
    legal(losses, client(1).set("a").at(0, 1), client(2).misses().at(300, 301));
    legal(losses, client(1).set("a").at(0, 1), client(2).misses().at(50, 100));
    legal(losses, client(1).set("a").at(200, 201), client(2).misses().at(202, 203));
    legal(losses, client(1).set("a").at(0, 1), client(2).finds("a").at(300, 301));
  }

  @Test
  void notOutsideOfIt() {
    illegal(Kind.WRONG_MISS, losses, client(1).set("a").at(0, 1), client(2).misses().at(50, 99));
    illegal(
        Kind.WRONG_MISS, losses, client(1).set("a").at(201, 202), client(2).misses().at(300, 301));
    illegal(
        Kind.WRONG_MISS,
        losses,
        client(1).set("a").at(0, 1),
        client(2).finds("a").at(201, 202),
        client(2).misses().at(300, 301));
  }

  @Test
  void itDoesNotComeBack() {
    illegal(
        Kind.STALE_READ,
        losses,
        client(1).set("a").at(0, 1),
        client(2).misses().at(150, 151),
        client(2).finds("a").at(160, 161));
  }

  @Test
  void itMayVanishRepeatedly() {
    legal(
        losses,
        client(1).set("a").at(0, 1),
        client(2).misses().at(110, 111),
        client(1).set("b").at(120, 121),
        client(2).misses().at(130, 131),
        client(1).set("c").at(140, 141),
        client(2).misses().at(300, 301));
  }

  @Test
  void onlyItsKeys() {
    legal(
        List.of(loss(100, 200, "other", Asked.KEY)),
        client(1).set("a").at(0, 1),
        client(2).misses().at(300, 301));
    illegal(
        Kind.WRONG_MISS,
        List.of(loss(100, 200, "other")),
        client(1).set("a").at(0, 1),
        client(2).misses().at(300, 301));
  }

  /**
   * The early miss could come first of all, when there is no key yet; but then the loss, which the
   * late miss needs, would come after its window.
   */
  @Test
  void aMissThatCouldComeAtOnceMayHaveToWaitForTheLoss() {
    legal(
        List.of(loss(50, 60)),
        client(1).set("a").at(0, 200),
        client(2).finds("a").at(0, 200),
        client(3).misses().at(100, 110),
        client(4).misses().at(150, 210),
        client(5).deletesNothing().at(205, 220));
  }
}
