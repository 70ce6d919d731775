package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.config.WrittenRecords.Everything;
import dev.torc.config.WrittenRecords.Half;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is written as JSON, and that it is read back. */
final class ConfigurationWriterJsonTest {
  @Property(tries = 2000)
  void jsonIsReadBack(@ForAll(supplier = WrittenRecords.class) Everything record) {
    String json = ConfigurationWriter.json(record);
    assertThat(json).doesNotContain("\n");
    assertThat(Configuration.parse(json, "x", Everything.class)).as(json).isEqualTo(record);
  }

  @Test
  void jsonIsCompact() {
    assertThat(ConfigurationWriter.json(Routing.parse(Routing.FULL)))
        .startsWith(
            "{\"backends\":[{\"type\":\"kube\",\"name\":\"a\",\"port\":80},{\"type\":\"dns\",")
        .contains("\"caseSensitive\":false},\"retries\":3}");
    assertThat(ConfigurationWriter.json(new PublicSettings(List.of()))).isEqualTo("{\"names\":[]}");
    assertThat(ConfigurationWriter.json(new Half(null, null))).isEqualTo("{\"maybe\":null}");
    assertThat(ConfigurationWriter.json(new Half(5, null))).isEqualTo("{}");
  }

  @Test
  void jsonEscapesWhatYamlWouldRefuseOrFold() {
    List<String> texts = List.of("a\"b\\c/", "\t\n\u0000\u007f", "\u0085\u00a0\u2028\ufeff\uffff");
    String json = ConfigurationWriter.json(new PublicSettings(texts));
    assertThat(json)
        .isEqualTo(
            "{\"names\":[\"a\\\"b\\\\c/\",\"\\u0009\\u000a\\u0000\\u007f\","
                + "\"\\u0085\\u00a0\\u2028\\ufeff\\uffff\"]}");
    String unpaired = "\ud83d x \ude00\ud83d\ude00";
    json = ConfigurationWriter.json(new PublicSettings(List.of(unpaired)));
    assertThat(json).isEqualTo("{\"names\":[\"\\ud83d x \\ude00\ud83d\ude00\"]}");
    assertThat(Configuration.parse(json, "x", PublicSettings.class).names())
        .containsExactly(unpaired);
  }
}
