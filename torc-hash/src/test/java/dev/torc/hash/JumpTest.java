package dev.torc.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

final class JumpTest extends PlacementContract {

  @Override
  Placement placement(List<Node> nodes) {
    return Jump.of(nodes);
  }

  @Override
  Placement with(Placement placement, Node node) {
    return ((Jump) placement).add(node);
  }

  @Override
  Placement without(Placement placement, String name) {
    return ((Jump) placement).remove(name);
  }

  /** Shares are the weights themselves. */
  @Override
  double weightTolerance() {
    return 1e-12;
  }

  @Test
  void manyChangesInARowMoveNoKeyNeedlessly() {
    Jump jump = Jump.of(nodes(12));
    Random random = new Random(1);
    for (int change = 0; change < 60; change++) {
      Jump next;
      String concerned;
      if (jump.nodes().size() > 3 && random.nextBoolean()) {
        concerned = jump.nodes().get(random.nextInt(jump.nodes().size())).name();
        next = jump.remove(concerned);
      } else {
        concerned = "new-" + change;
        next = jump.add(new Node(concerned, 1 + random.nextInt(3)));
      }
      for (long hash : Arrays.copyOf(hashes(change), 2000)) {
        String before = jump.nodes().get(jump.locate(hash)).name();
        String after = next.nodes().get(next.locate(hash)).name();
        if (!before.equals(after)) {
          assertThat(concerned).isIn(before, after);
        }
      }
      jump = next;
    }
    assertThat(jump.slots()).isLessThan(200);
  }

  @Test
  void aNodeThatComesBackHasItsKeysAgain() {
    Jump before = Jump.of(nodes(10));
    Jump after = before.remove("node-4").add(Node.of("node-4"));
    for (long hash : hashes(2)) {
      assertThat(after.locate(hash)).isEqualTo(before.locate(hash));
    }
    assertThat(after.slots()).isEqualTo(10);
  }

  @Test
  void sharesStayEvenWithVacantSlots() {
    Jump jump = Jump.of(nodes(40));
    for (int i = 0; i < 30; i++) {
      jump = jump.remove("node-" + i);
    }
    assertThat(jump.slots()).isEqualTo(40);
    assertThat(jump.occupiedSlots()).isEqualTo(10);
    // Chi-squared over 10 nodes with 20 000 keys a seed and 20 seeds: 180 degrees of freedom, whose
    // 1 - 1e-6 quantile is 281.4 (R: qchisq(1 - 1e-6, 180)).
    double chiSquared = 0;
    for (int seed = 0; seed < 20; seed++) {
      int[] counts = new int[10];
      for (long hash : hashes(seed)) {
        counts[jump.locate(hash)]++;
      }
      for (int count : counts) {
        chiSquared += Math.pow(count - 2000, 2) / 2000;
      }
    }
    assertThat(chiSquared).isLessThan(281.4);
    assertThat(jump.compacted().slots()).isEqualTo(10);
  }

  @Test
  void reweightingMovesToOrFromTheNodeOnly() {
    Jump before = Jump.of(List.of(new Node("a", 3), new Node("b", 3), new Node("c", 3)));
    for (int weight : new int[] {0, 1, 5}) {
      Jump after = before.reweight("b", weight);
      assertThat(after.nodes().get(1)).isEqualTo(new Node("b", weight));
      assertThat(after.shares()[1]).isEqualTo(weight / (6.0 + weight));
      for (long hash : hashes(weight)) {
        int from = before.locate(hash);
        int to = after.locate(hash);
        if (from != to) {
          assertThat(weight < 3 ? from : to).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void comesBackFromItsBytes() {
    Jump jump =
        Jump.of(List.of(new Node("ä", 2), new Node("b", 0), new Node("🦊", 3)))
            .add(Node.of("c"))
            .remove("ä");
    Jump read = Jump.fromBytes(jump.toBytes(), KeyHash.XXH64);
    assertThat(read.nodes()).isEqualTo(jump.nodes());
    assertThat(read.slots()).isEqualTo(jump.slots());
    assertThat(read.toBytes()).isEqualTo(jump.toBytes());
    for (long hash : hashes(6)) {
      assertThat(read.locate(hash)).isEqualTo(jump.locate(hash));
    }
    assertThat(Jump.fromBytes(Jump.of(List.of()).toBytes(), KeyHash.XXH64).locate(1))
        .isEqualTo(Placement.NO_NODE);
  }

  /** Made once by hand after the description in the Javadoc: version 1 is for good. */
  @Test
  void versionOneIsWhatItWas() {
    ByteBuffer expected = ByteBuffer.allocate(64);
    expected.put("torcjump".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).put((byte) 1);
    expected.putInt(2).putInt(1).put((byte) 'a').putInt(1).putInt(1).put((byte) 'b').putInt(2);
    expected.putInt(3).putInt(0).putInt(1).putInt(1);
    CRC32 crc = new CRC32();
    crc.update(expected.array(), 0, expected.position());
    expected.putInt((int) crc.getValue());
    byte[] bytes = Jump.of(List.of(Node.of("a"), new Node("b", 2))).toBytes();
    assertThat(bytes).isEqualTo(Arrays.copyOf(expected.array(), expected.position()));
  }

  @Test
  void everyDamageIsFound() {
    byte[] bytes = Jump.of(nodes(3)).remove("node-1").toBytes();
    for (int i = 0; i < bytes.length; i++) {
      byte[] shorter = Arrays.copyOf(bytes, i);
      assertThatThrownBy(() -> Jump.fromBytes(shorter, KeyHash.XXH64))
          .isInstanceOf(PlacementException.class);
      byte[] changed = bytes.clone();
      changed[i] ^= 0x10;
      assertThatThrownBy(() -> Jump.fromBytes(changed, KeyHash.XXH64))
          .isInstanceOf(PlacementException.class);
    }
  }

  /** With a right checksum, as somebody else's program may write it. */
  @Test
  void whatDoesNotFitTogetherIsRefused() {
    byte[] bytes = Jump.of(List.of(Node.of("a"), Node.of("b"))).toBytes();
    // Behind magic and version: count, then length, name and weight of each node, then the slots.
    assertRefused(bytes, 9, 3);
    assertRefused(bytes, 9, -1);
    assertRefused(bytes, 9, Integer.MAX_VALUE);
    assertRefused(bytes, 13, 2);
    assertRefused(bytes, 18, 2);
    assertRefused(bytes, 18, -1);
    assertRefused(bytes, 31, 1);
    assertRefused(bytes, 31, Integer.MAX_VALUE);
    assertRefused(bytes, 35, 2);
    assertRefused(bytes, 35, -2);
    byte[] newer = bytes.clone();
    newer[8] = 2;
    assertThatThrownBy(() -> Jump.fromBytes(newer, KeyHash.XXH64))
        .hasMessage("version of the jump placement: 2 (expected: 1)");
  }

  private static void assertRefused(byte[] bytes, int offset, int value) {
    ByteBuffer changed = ByteBuffer.wrap(bytes.clone());
    changed.putInt(offset, value);
    CRC32 crc = new CRC32();
    crc.update(changed.array(), 0, bytes.length - 4);
    changed.putInt(bytes.length - 4, (int) crc.getValue());
    assertThatThrownBy(() -> Jump.fromBytes(changed.array(), KeyHash.XXH64))
        .isInstanceOf(PlacementException.class)
        .hasMessageStartingWith("jump placement: ");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Jump.of(List.of(new Node("a", Jump.MAX_SLOTS), Node.of("b"))))
        .hasMessage("sum of weights: 16777217 (expected: at most 16777216, a slot each)");
    Jump jump = Jump.of(nodes(2));
    assertThatThrownBy(() -> jump.add(new Node("x", Integer.MAX_VALUE)))
        .hasMessageContaining("expected: at most 16777216; lower the weights");
    assertThatThrownBy(() -> jump.add(Node.of("node-1"))).hasMessageContaining("twice");
    assertThatThrownBy(() -> jump.remove("x")).hasMessageContaining("the name of one");
    assertThatThrownBy(() -> jump.reweight("node-1", -1)).hasMessageContaining("0 or more");
  }
}
