package dev.torc.cache.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.cache.coordination.FailingFiles.Crash;
import dev.torc.cache.coordination.FailingFiles.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that fails, and a machine that dies, at each step of a write. */
final class FileCoordinatorFailureTest {
  @TempDir private Path folder;

  private final FailingFiles files = new FailingFiles();

  private Coordinator open() {
    return FileCoordinator.open(folder, files);
  }

  private int numberAfterRestart() {
    try (Coordinator again = Coordinator.inFolder(folder)) {
      return ClusterStates.number(again);
    }
  }

  private static void fails(Coordinator coordinator, String message) {
    assertThatThrownBy(() -> coordinator.update(ClusterStates::next))
        .isInstanceOf(CoordinatorException.class)
        .hasRootCauseMessage("of a test")
        .hasMessageMatching(message);
  }

  @ParameterizedTest
  @EnumSource
  void theFormerStateStaysInForce(Point point) {
    List<Integer> told = new ArrayList<>();
    try (Coordinator coordinator = open()) {
      coordinator.update(none -> ClusterStates.fresh(3));
      coordinator.watch(state -> told.add(state.nextNode()));
      files.failAt(point, 1);
      fails(coordinator, "state folder .*: cannot be written: java.io.IOException: of a test");
      assertThat(ClusterStates.number(coordinator)).isEqualTo(3);
      assertThat(told).isEmpty();
    }
    assertThat(numberAfterRestart()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void thereIsStillNoStateIfTheFirstCannotBeKept(Point point) {
    try (Coordinator coordinator = open()) {
      files.failAt(point, 1);
      assertThatThrownBy(() -> coordinator.update(none -> ClusterStates.fresh(3)))
          .isInstanceOf(CoordinatorException.class);
      assertThat(coordinator.state()).isNull();
    }
    try (Coordinator again = Coordinator.inFolder(folder)) {
      assertThat(again.state()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void itGoesOnWhenTheDiskWorksAgain(Point point) {
    try (Coordinator coordinator = open()) {
      coordinator.update(none -> ClusterStates.fresh(3));
      files.failAt(point, 1);
      fails(coordinator, ".*");
      assertThat(coordinator.update(ClusterStates::next).nextNode()).isEqualTo(4);
    }
    assertThat(numberAfterRestart()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(names = {"AFTER_MOVE", "AFTER_SYNC"})
  void itSaysWhenTheFormerStateCannotBePutBack(Point point) {
    try (Coordinator coordinator = open()) {
      coordinator.update(none -> ClusterStates.fresh(3));
      files.failAt(point, 2);
      fails(
          coordinator,
          "state folder .*: cannot be written: java.io.IOException: of a test; nor can the former"
              + " state be put back, so a restart may find either: java.io.IOException: of a test");
      assertThat(ClusterStates.number(coordinator)).isEqualTo(3);
      assertThat(coordinator.update(ClusterStates::next).nextNode()).isEqualTo(4);
    }
    assertThat(numberAfterRestart()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void aCrashLeavesTheFormerStateOrTheNewOne(Point point) throws IOException {
    try (Coordinator coordinator = open()) {
      coordinator.update(none -> ClusterStates.fresh(3));
      files.crashAt(point);
      assertThatThrownBy(() -> coordinator.update(ClusterStates::next)).isInstanceOf(Crash.class);
    }
    boolean moved = point.compareTo(Point.AFTER_MOVE) >= 0;
    assertThat(numberAfterRestart()).isEqualTo(moved ? 4 : 3);
    assertThat(folder.resolve(StateFolder.TEMPORARY)).doesNotExist();
  }

  /** Its writer may have died between the move and the sync. */
  @Test
  void whatIsReadIsMadeDurableFirst() {
    try (Coordinator coordinator = open()) {
      coordinator.update(none -> ClusterStates.fresh(3));
    }
    FailingFiles others = new FailingFiles();
    FileCoordinator.open(folder, others).close();
    assertThat(others.seen())
        .containsExactly(
            Point.BEFORE_WRITE,
            Point.AMID_WRITE,
            Point.AFTER_WRITE,
            Point.AFTER_MOVE,
            Point.AFTER_SYNC);
  }

  @Test
  void aNewFolderIsDurableItself() {
    FileCoordinator.open(folder.resolve("a").resolve("b"), files).close();
    assertThat(files.seen()).containsExactly(Point.AFTER_SYNC, Point.AFTER_SYNC);
  }

  @ParameterizedTest
  @EnumSource
  void aFolderThatCannotBeWrittenIsRefusedAndLeftAsItIs(Point point) throws IOException {
    try (Coordinator coordinator = open()) {
      coordinator.update(none -> ClusterStates.fresh(3));
    }
    byte[] content = Files.readAllBytes(folder.resolve(StateFolder.FILE));
    files.failAt(point, Integer.MAX_VALUE);
    assertThatThrownBy(this::open).isInstanceOf(CoordinatorException.class);
    assertThat(folder.resolve(StateFolder.FILE)).hasBinaryContent(content);
    assertThat(numberAfterRestart()).isEqualTo(3);
  }

  /** A folder where the file has to go: the operating system's own refusal. */
  @Test
  void theOperatingSystemsRefusalIsOne() throws IOException {
    try (Coordinator coordinator = Coordinator.inFolder(folder)) {
      Path obstacle = Files.createDirectory(folder.resolve(StateFolder.TEMPORARY));
      assertThatThrownBy(() -> coordinator.update(none -> ClusterStates.fresh(3)))
          .isInstanceOf(CoordinatorException.class)
          .hasMessageStartingWith("state folder " + folder.toRealPath() + ": cannot be written: ");
      assertThat(coordinator.state()).isNull();
      Files.delete(obstacle);
      assertThat(coordinator.update(none -> ClusterStates.fresh(3)).nextNode()).isEqualTo(3);
    }
    assertThat(numberAfterRestart()).isEqualTo(3);
  }
}
