package dev.torc.bench.reshard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What answers about a key are right, and what is wrong with others. */
final class KeyModelTest {
  private final KeyModel key = new KeyModel();

  private long stored() {
    long version = key.write(false);
    key.stored(version);
    return version;
  }

  private void deleted() {
    assertThat(key.deleted(key.write(true), true)).isNull();
  }

  @Test
  void isMissingAtFirst() {
    assertThat(key.isPresent()).isFalse();
    assertThat(key.missing(key.read())).isNull();
    assertThat(key.found(key.read(), 0)).isEqualTo(Wrong.STALE);
    assertThat(key.found(key.read(), 1)).isEqualTo(Wrong.STALE);
  }

  @Test
  void isWhatWasAcknowledgedLast() {
    long first = stored();
    long second = stored();
    assertThat(key.isPresent()).isTrue();
    assertThat(key.found(key.read(), second)).isNull();
    assertThat(key.found(key.read(), first)).isEqualTo(Wrong.STALE);
    assertThat(key.missing(key.read())).isEqualTo(Wrong.MISS);
  }

  @Test
  void staysDeleted() {
    long value = stored();
    deleted();
    assertThat(key.isPresent()).isFalse();
    assertThat(key.missing(key.read())).isNull();
    assertThat(key.found(key.read(), value)).isEqualTo(Wrong.STALE);
  }

  @Test
  void readsAreOfWhatWasThereWhileTheyWereUnderWay() {
    long first = stored();
    long began = key.read();
    long second = stored();
    assertThat(key.found(began, first)).isNull();
    assertThat(key.found(began, second)).isNull();
    assertThat(key.found(began, second + 1)).isEqualTo(Wrong.STALE);
    assertThat(key.missing(began)).isEqualTo(Wrong.MISS);
    deleted();
    assertThat(key.missing(began)).isNull();
  }

  @Test
  void aWriteUnderWayMayBeSeenOrNot() {
    long old = stored();
    long sent = key.write(false);
    assertThat(key.found(key.read(), old)).isNull();
    assertThat(key.found(key.read(), sent)).isNull();
  }

  @Test
  void whatWasSeenOnceIsNotUnseen() {
    long old = stored();
    long sent = key.write(false);
    assertThat(key.found(key.read(), sent)).isNull();
    assertThat(key.found(key.read(), old)).isEqualTo(Wrong.STALE);
  }

  @Test
  void aDeleteThatWasSeenIsNotUnseen() {
    long old = stored();
    key.write(true);
    assertThat(key.missing(key.read())).isNull();
    assertThat(key.found(key.read(), old)).isEqualTo(Wrong.STALE);
  }

  @Test
  void aDeleteTellsWhetherThereWasAKey() {
    assertThat(key.deleted(key.write(true), true)).isEqualTo(Wrong.STALE);
    assertThat(key.deleted(key.write(true), false)).isNull();
    stored();
    assertThat(key.deleted(key.write(true), false)).isEqualTo(Wrong.MISS);
  }

  @Test
  void remembersAsManyVersionsAsAReadNeeds() {
    for (int i = 0; i < 200; i++) {
      deletedOrNot();
      long value = stored();
      assertThat(key.found(key.read(), value)).isNull();
      assertThat(key.missing(key.read())).isEqualTo(Wrong.MISS);
    }
  }

  private void deletedOrNot() {
    assertThat(key.deleted(key.write(true), key.isPresent())).isNull();
    assertThat(key.missing(key.read())).isNull();
  }

  @Test
  void nothingIsSaidOfAKeyWithAnUncertainWrite() {
    long old = stored();
    stored();
    key.giveUp();
    assertThat(key.found(key.read(), old)).isNull();
    assertThat(key.missing(key.read())).isNull();
    assertThat(key.isGivenUp()).isTrue();
  }

  @Test
  void knowsWhetherAValueWasWrittenSince() {
    stored();
    deleted();
    long version = key.version();
    assertThat(key.isWrittenSince(version)).isFalse();
    assertThat(key.deleted(key.write(true), false)).isNull();
    assertThat(key.isWrittenSince(version)).isFalse();
    stored();
    assertThat(key.isWrittenSince(version)).isTrue();
  }
}
