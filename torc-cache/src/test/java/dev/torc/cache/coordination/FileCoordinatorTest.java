package dev.torc.cache.coordination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The coordinator that keeps its state in a folder. */
final class FileCoordinatorTest extends CoordinatorContract {
  @TempDir private Path temporary;

  private Path folder() {
    return temporary.resolve("a").resolve("state");
  }

  private Path file() {
    return folder().resolve("cluster.yaml");
  }

  @Override
  Coordinator open() {
    return Coordinator.inFolder(folder());
  }

  private Coordinator reopened() {
    coordinator().close();
    return open();
  }

  @Test
  void isTheSameAfterARestart() {
    coordinator().update(none -> ClusterStates.fresh(3));
    ClusterState changed =
        coordinator()
            .update(state -> ClusterStates.next(state).submit(ChangeRequest.weight(1, 3), 5));
    try (Coordinator again = reopened()) {
      assertThat(again.state()).isEqualTo(changed);
      assertThat(again.update(ClusterStates::next).nextNode()).isEqualTo(5);
    }
    try (Coordinator third = open()) {
      assertThat(third.state()).isEqualTo(changed.withIndexReserved());
    }
  }

  @Test
  void isEmptyAfterARestartWithoutAState() {
    try (Coordinator again = reopened()) {
      assertThat(again.state()).isNull();
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void theFolderIsTheOwnersAlone() throws IOException {
    assumeTrue(
        folder().getFileSystem().supportedFileAttributeViews().contains("posix"),
        "no POSIX permissions on this file system");
    for (Path made : new Path[] {folder(), folder().getParent()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void noTemporaryFileIsLeft() throws IOException {
    coordinator().update(none -> ClusterStates.fresh(3));
    coordinator().close();
    Files.writeString(folder().resolve("cluster.yaml.tmp"), "half");
    open().close();
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("cluster.yaml", "lock");
    }
  }

  /** Its writer died in the first write. */
  @Test
  void noTemporaryFileIsLeftWithoutAState() throws IOException {
    coordinator().close();
    Path leftover = Files.writeString(folder().resolve("cluster.yaml.tmp"), "half");
    try (Coordinator again = open()) {
      assertThat(again.state()).isNull();
    }
    assertThat(leftover).doesNotExist();
  }

  @Test
  void aSecondOpenerIsRefused() throws IOException {
    coordinator().update(none -> ClusterStates.fresh(3));
    Path link = temporary.resolve("link");
    Files.createSymbolicLink(link, folder());
    for (Path path : new Path[] {folder(), link}) {
      assertThatThrownBy(() -> Coordinator.inFolder(path))
          .isInstanceOf(CoordinatorException.class)
          .hasMessage(
              "state folder "
                  + path
                  + ": in use by this process (expected: one gateway to a folder)");
    }
    assertThat(coordinator().update(ClusterStates::next).nextNode()).isEqualTo(4);
  }

  @Test
  void nothingIsKeptAfterItIsClosed() {
    ClusterState first = coordinator().update(none -> ClusterStates.fresh(3));
    coordinator().close();
    assertThatThrownBy(() -> coordinator().update(ClusterStates::next))
        .isInstanceOf(CoordinatorException.class)
        .hasMessageEndingWith("state: closed (expected: open)");
    assertThat(coordinator().state()).isSameAs(first);
    try (Coordinator again = open()) {
      assertThat(again.state()).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\u0000\u0000\u0000",
        "{\"version\":1,\"state\":{\"cluster\":\"c1\",\"epo",
        "{\"version\":1}",
        "{\"state\":{}}",
        "{\"version\":1,\"state\":{\"cluster\":\"c1\",\"epoch\":1,\"nextNode\":1,\"nextChange\":1,"
            + "\"members\":[],\"layers\":[]}}",
        "{\"version\":1,\"state\":{\"cluster\":\"c1\",\"epoch\":1,\"nextNode\":1,\"nextChange\":1,"
            + "\"members\":[],\"layers\":[{\"pointsPerNode\":1,\"weights\":[{\"node\":5,\"weight\":1}]}]}}",
      })
  void aDamagedFileIsLeftAsItIs(String content) throws IOException {
    coordinator().close();
    Files.write(file(), content.getBytes(UTF_8));
    assertThatThrownBy(this::open)
        .isInstanceOf(CoordinatorException.class)
        .hasMessageStartingWith(
            "state file is not as Torc wrote it, and is left as it is: " + file());
    assertThat(file()).hasContent(content);
    Files.delete(file());
    open().close();
  }

  @Test
  void aStateCutAnywhereIsDamaged() throws IOException {
    coordinator().update(none -> ClusterStates.fresh(1));
    coordinator().close();
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(this::open)
          .as("%s bytes", length)
          .isInstanceOf(CoordinatorException.class);
      assertThat(file()).hasSize(length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"version\":2,\"state\":{\"shape\":\"another\"}}",
        "{\"version\":2,\"state\":[1]}",
      })
  void aNewerFileIsLeftAsItIs(String content) throws IOException {
    coordinator().close();
    Files.writeString(file(), content);
    assertThatThrownBy(this::open)
        .isInstanceOf(CoordinatorException.class)
        .hasMessage(
            "state file "
                + file()
                + ": version 2 (expected: 1; another version of Torc wrote it, and it is left as"
                + " it is)");
    assertThat(file()).hasContent(content);
  }

  @Test
  void aNewerFileOfTheSameShapeIsLeftAsItIs() throws IOException {
    coordinator().update(none -> ClusterStates.fresh(3));
    coordinator().close();
    String content = Files.readString(file()).replace("\"version\":1", "\"version\":2");
    Files.writeString(file(), content);
    assertThatThrownBy(this::open)
        .isInstanceOf(CoordinatorException.class)
        .hasMessageContaining("version 2 (expected: 1;");
    assertThat(file()).hasContent(content);
  }

  @Test
  void aFileInPlaceOfTheFolderIsRefused() throws IOException {
    Path path = Files.writeString(temporary.resolve("file"), "x");
    for (Path wrong : new Path[] {path, path.resolve("below")}) {
      assertThatThrownBy(() -> Coordinator.inFolder(wrong))
          .isInstanceOf(CoordinatorException.class)
          .hasMessageStartingWith("state folder " + wrong + ": cannot be used: ");
    }
  }

  @Test
  void aFolderInPlaceOfTheFileIsRefused() throws IOException {
    coordinator().close();
    Files.createDirectory(file());
    assertThatThrownBy(this::open)
        .isInstanceOf(CoordinatorException.class)
        .hasMessageContaining(file() + ": is a directory");
  }

  @Test
  void sixtyFourNodesWithAllTheirMovesAreKept() {
    ClusterState large = ClusterStates.changing(64);
    assertThat(large.changes().get(0).moves()).hasSizeGreaterThan(3900);
    coordinator().update(none -> large);
    try (Coordinator again = reopened()) {
      assertThat(again.state()).isEqualTo(large);
    }
  }
}
