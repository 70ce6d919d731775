package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class KeyHashTest {

  @Test
  void xxh64EqualsTheReferenceProgram() {
    List<String[]> golden = GoldenData.read("xxh64.tsv");
    assertThat(golden).hasSize(100);
    for (String[] line : golden) {
      long expected = Long.parseUnsignedLong(line[1], 16);
      byte[] bytes = line[0].getBytes(UTF_8);
      byte[] padded = new byte[bytes.length + 7];
      System.arraycopy(bytes, 0, padded, 3, bytes.length);
      assertThat(KeyHash.XXH64.hash(line[0])).as(line[0]).isEqualTo(expected);
      assertThat(KeyHash.XXH64.hash(bytes)).isEqualTo(expected);
      assertThat(KeyHash.XXH64.hash(padded, 3, bytes.length)).isEqualTo(expected);
    }
  }

  @Test
  void xxh3EqualsThePublishedValueOfTheEmptyInput() {
    // XXH3_64bits of no bytes with seed 0, from the sanity check of the xxHash repository
    // (tests/sanity_test.c).
    assertThat(KeyHash.XXH3.hash("")).isEqualTo(0x2D06800538D394C2L);
  }

  /** Characters of each length in UTF-8, mixed and alone, on both sides of what is hashed whole. */
  @Property
  void textIsHashedAsItsBytes(
      @ForAll @StringLength(max = 40) @CharRange(from = ' ', to = '~') String ascii,
      @ForAll @StringLength(max = 40) String any,
      @ForAll @StringLength(max = 2) String between) {
    for (String text : List.of(ascii, any, ascii + between, between + ascii)) {
      assertThat(KeyHash.XXH64.hash(text)).isEqualTo(KeyHash.XXH64.hash(text.getBytes(UTF_8)));
    }
  }
}
