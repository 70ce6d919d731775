package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that cannot be loaded: mistakes of the program, not of the file. */
final class MistakeTest {
  record Unsupported(@Doc("x") StringBuilder a) {}

  record Raw(@Doc("x") Map<Integer, String> a) {}

  record RangeOfText(@Doc("x") @Range(min = 1) String a) {}

  record RangeOfDuration(@Doc("x") @Range(min = 1) Duration a) {}

  record DurationRangeOfInt(@Doc("x") @DurationRange(max = "1s") int a) {}

  record BadBound(@Doc("x") @DurationRange(max = "1 s") Duration a) {}

  record NegativeSize(@Doc("x") @Range(min = -1) ByteSize a) {}

  @SuppressWarnings("NullablePrimitive") // The mistake under test.
  record NullablePrimitive(@Doc("x") @Nullable int a) {}

  record SameName(@Doc("x") int a, @Doc("x") @Key("a") int b) {}

  record SameSnake(@Doc("x") int aB, @Doc("x") int a_b) {}

  @Shorthand("b")
  record NoSuchShorthand(@Doc("x") int a) {}

  @Shorthand("a")
  record ListShorthand(@Doc("x") List<String> a) {}

  record EmptyDefault(@Doc("x") @Default("") String a) {}

  record OpenUnion(@Doc("x") OpenUnion.Choice a) {
    @Union
    interface Choice {}
  }

  record UnionOfAClass(@Doc("x") UnionOfAClass.Choice a) {
    @Union
    abstract static sealed class Choice {
      static final class One extends UnionOfAClass.Choice {}
    }
  }

  record NoVariant(@Doc("x") NoVariant.Choice a) {
    @Union
    sealed interface Choice {}

    record One() implements NoVariant.Choice {}
  }

  record VariantIsNoRecord(@Doc("x") VariantIsNoRecord.Choice a) {
    @Union
    sealed interface Choice {}

    @Variant("One")
    enum One implements VariantIsNoRecord.Choice {}
  }

  record SameVariant(@Doc("x") SameVariant.Choice a) {
    @Union
    sealed interface Choice {}

    @Variant("RingHash")
    record One() implements SameVariant.Choice {}

    @Variant(value = "Two", aliases = "ring_hash")
    record Two() implements SameVariant.Choice {}
  }

  record OtherwiseNothing(@Doc("x") OtherwiseNothing.Choice a) {
    @Union(otherwise = "Two")
    sealed interface Choice {}

    @Variant("One")
    record One() implements OtherwiseNothing.Choice {}
  }

  record DiscriminatorInVariant(@Doc("x") DiscriminatorInVariant.Choice a) {
    @Union("ringType")
    sealed interface Choice {}

    @Variant("One")
    record One(@Doc("x") int ring_type) implements DiscriminatorInVariant.Choice {}
  }

  record FlatText(@Flat String a) {}

  record FlatList(@Flat List<Nothing> a) {}

  record FlatNullable(@Flat @Nullable Nothing a) {}

  record FlatDefault(@Flat @Default("{}") Nothing a) {}

  record FlatKey(@Flat @Key("b") Nothing a) {}

  record FlatClash(@Flat Undocumented b, @Doc("x") int a) {}

  record FlatTwice(@Flat Undocumented b, @Flat Undocumented c) {}

  record FlatUnions(@Flat Routing.Service b, @Flat Routing.Balancing c) {}

  record FlatInVariant(@Flat Routing.Service b, @Doc("x") int ttl) {}

  record FlatInItself(@Doc("x") @Nullable Integer a, @Flat FlatInItself b) {}

  @Foreign({"b", "theA"})
  record ForeignField(@Doc("x") int the_a) {}

  @Foreign("a")
  record ForeignInFlat(@Flat Undocumented b) {}

  static List<Class<? extends Record>> types() {
    return List.of(
        Unsupported.class,
        Raw.class,
        RangeOfText.class,
        RangeOfDuration.class,
        DurationRangeOfInt.class,
        BadBound.class,
        NegativeSize.class,
        NullablePrimitive.class,
        SameName.class,
        SameSnake.class,
        NoSuchShorthand.class,
        ListShorthand.class,
        EmptyDefault.class,
        OpenUnion.class,
        UnionOfAClass.class,
        NoVariant.class,
        VariantIsNoRecord.class,
        SameVariant.class,
        OtherwiseNothing.class,
        DiscriminatorInVariant.class,
        FlatText.class,
        FlatList.class,
        FlatNullable.class,
        FlatDefault.class,
        FlatKey.class,
        FlatClash.class,
        FlatTwice.class,
        FlatUnions.class,
        FlatInVariant.class,
        FlatInItself.class,
        ForeignField.class,
        ForeignInFlat.class);
  }

  @ParameterizedTest
  @MethodSource("types")
  void isFoundBeforeTheFileIsRead(Class<? extends Record> type) {
    assertThatThrownBy(() -> Configuration.parse("a: 1", "f", type))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(type.getSimpleName());
    assertThatThrownBy(() -> JsonSchema.of(type, "i", "t"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Reference.markdown(type)).isInstanceOf(IllegalStateException.class);
  }

  record BadDefault(@Doc("x") @Default("abc") int a) {}

  @Test
  void aDefaultThatDoesNotBind() {
    String message = "BadDefault.a:1:1: a: \"abc\" (expected: a whole number)";
    assertThatThrownBy(() -> Configuration.parse("{}", "f", BadDefault.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(message);
    assertThatThrownBy(() -> JsonSchema.of(BadDefault.class, "i", "t"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(message);
  }

  record Undocumented(int a) {}

  @Test
  void aComponentWithoutDoc() {
    assertThat(Configuration.parse("a: 1", "f", Undocumented.class)).isEqualTo(new Undocumented(1));
    assertThatThrownBy(() -> JsonSchema.of(Undocumented.class, "i", "t"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("Undocumented.a has no @Doc");
    assertThatThrownBy(() -> Reference.markdown(Undocumented.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("Undocumented.a has no @Doc");
  }

  record Broken(@Doc("x") int a) {
    Broken {
      if (a == 1) {
        throw new UnsupportedOperationException("broken");
      }
      if (a == 2) {
        throw new IllegalArgumentException();
      }
    }
  }

  @Test
  void aConstructorThatFailsOtherwise() {
    assertThatThrownBy(() -> Configuration.parse("a: 1", "f", Broken.class))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aConstructorThatRefusesWithoutWords() {
    assertThatThrownBy(() -> Configuration.parse("a: 2", "f", Broken.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("f:1:1: not valid");
  }

  record Tone(int value) {
    public static Tone parse(String text) {
      if (text.equals("mute")) {
        throw new IllegalArgumentException();
      }
      throw new UnsupportedOperationException(text);
    }
  }

  record Tones(@Doc("x") Tone a) {}

  @Test
  void aParseThatFailsOtherwise() {
    assertThatThrownBy(() -> Configuration.parse("a: x", "f", Tones.class))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aParseThatRefusesWithoutWords() {
    assertThatThrownBy(() -> Configuration.parse("a: mute", "f", Tones.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("f:1:4: a: \"mute\" (expected: text for Tone)");
  }

  record Nothing() {}

  @Test
  void aRecordWithoutComponentsIsFine() {
    assertThat(Configuration.parse("{}", "f", Nothing.class)).isEqualTo(new Nothing());
    assertThatThrownBy(() -> Configuration.parse("a: 1", "f", Nothing.class))
        .hasMessage("f:1:1: unknown field \"a\" (expected: no fields)");
  }
}
