package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.config.Routing.Exact;
import dev.torc.config.Routing.PathMatch;
import dev.torc.config.Routing.Service;
import dev.torc.config.Samples.Embedded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the file has what a record's constructor refuses. */
final class FieldErrorsTest {

  @Test
  void noneIsNoError() {
    assertThatCode(new FieldErrors()::throwIfAny).doesNotThrowAnyException();
  }

  @Test
  void theMessageHasALineForEach() {
    FieldErrors errors = new FieldErrors();
    errors.add("1 (expected: 2)", "routes", 2, "rules", 0, "odd name");
    errors.add("unlucky");
    assertThatThrownBy(errors::throwIfAny)
        .isInstanceOf(FieldErrorsException.class)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("routes[2].rules[0][\"odd name\"]: 1 (expected: 2)\nunlucky");
  }

  @Test
  void aPathHasNamesAndIndexes() {
    FieldErrors errors = new FieldErrors();
    assertThatThrownBy(() -> errors.add("x", "a", 1L))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("path of \"x\": 1 (expected: a String, or an index from 0)");
    assertThatThrownBy(() -> errors.add("x", -1)).isInstanceOf(IllegalStateException.class);
  }

  /** Refuses the value at a path it is itself told. */
  record Refused(
      List<String> at,
      @Flat Service service,
      @Flat Box box,
      @Nullable PathMatch path,
      @Default("{}") Map<String, List<PathMatch>> named,
      @Nullable Embedded embedded,
      @Default("[{value: /d}]") @Key("defaults") List<Exact> preset) {
    Refused {
      List<Object> steps = new ArrayList<>();
      at.forEach(step -> steps.add(step.matches("\\d+") ? Integer.valueOf(step) : step));
      FieldErrors errors = new FieldErrors();
      errors.add("no", steps.toArray());
      errors.throwIfAny();
    }
  }

  record Box(@Default("1") int maxSize, @Flat Inner inner) {}

  record Inner(@Default("[]") List<Integer> innerParts) {}

  private static final String FILE =
      """
      type: dns
      host: h
      max_size: 2
      innerParts:
        - 4
        - 5
      path:
        value: /p
      named:
        a b:
          - value: /n
            match_type: prefix
            case_sensitive: true
      embedded: 3
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; 1:1: no",
        "service; 1:1: no",
        "host; 2:7: host: no",
        "service, host; 2:7: host: no",
        "type; 1:7: type: no",
        "box, maxSize; 3:11: max_size: no",
        "max_size; 3:11: max_size: no",
        "innerParts, 1; 6:5: innerParts[1]: no",
        "box, inner, innerParts, 0; 5:5: innerParts[0]: no",
        "box, inner, innerParts, 2; 5:3: innerParts[2]: no",
        "path; 8:3: path: no",
        "path, value; 8:10: path.value: no",
        "path, matchType; 8:3: path.matchType: no",
        "path, value, deeper; 8:10: path.value.deeper: no",
        "named; 10:3: named: no",
        "'named, a b, 0'; 11:7: named[\"a b\"][0]: no",
        "'named, a b, 0, caseSensitive'; 13:23: named[\"a b\"][0].case_sensitive: no",
        "named, c, 0; 10:3: named.c[0]: no",
        "named, 1; 10:3: named[1]: no",
        "embedded; 14:11: embedded: no",
        "embedded, count; 14:11: embedded: no",
        "embedded, firstPort; 14:11: embedded.firstPort: no",
        "preset, 0, value; 1:1: defaults[0].value: no",
        "nothing, 1; 1:1: nothing[1]: no",
        "1; 1:1: [1]: no"
      })
  void areReportedWhereTheirPathLeads(String path, String message) {
    String at = path.isEmpty() ? "" : "'" + path.replace(", ", "', '") + "'";
    assertThatThrownBy(() -> Configuration.parse(FILE + "at: [" + at + "]\n", "f", Refused.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("f:" + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"path: null", "embedded: null"})
  void endAtNull(String field) {
    String name = field.substring(0, field.indexOf(':'));
    String text = "type: dns\nhost: h\n" + field + "\nat: [" + name + ", value]\n";
    assertThatThrownBy(() -> Configuration.parse(text, "f", Refused.class))
        .hasMessage("f:3:" + (name.length() + 3) + ": " + name + ".value: no");
  }

  @Test
  void areAllReported() {
    String text = "backends: [{type: kube, name: a, weight: 13}, {type: dns, host: b, weight: 13}]";
    assertThatThrownBy(() -> Routing.parse(text))
        .hasMessage(
            String.join(
                "\n",
                "torc.yaml:1:31: backends[0].name: \"13\" (expected: luck)",
                "torc.yaml:1:42: backends[0].weight: 13 (expected: luck)",
                "torc.yaml:1:47: backends[1].name: \"13\" (expected: luck)",
                "torc.yaml:1:76: backends[1].weight: 13 (expected: luck)"));
  }

  @Test
  void ofAFlatRecordStartThere() {
    assertThatThrownBy(() -> Routing.parse("routes:\n  a:\n    retries: 10"))
        .hasMessage("torc.yaml:3:14: routes.a.retries: 10 (expected: less)");
  }

  @Test
  void leadThroughMapsOfTheFile() {
    assertThatThrownBy(() -> Routing.parse("routes:\n  'a b': {targets: [0]}"))
        .hasMessage("torc.yaml:2:21: routes[\"a b\"].targets[0]: no such backend");
  }

  /** Refuses by the message that it is told. */
  record Bare(String message, @Default("1") @Key("an_other") int other, @Flat Box box) {
    Bare {
      throw new IllegalArgumentException(message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "an_other: 2, | other: 2 (expected: 1) | 1:12: an_other: 2 (expected: 1)",
        "an_other: 2, | an_other: no | 1:12: an_other: no",
        "'' | other: no | 1:1: an_other: no",
        "'' | message: no | 1:11: message: no",
        "'' | box: no | 1:1: box: no",
        "'' | others: no | 1:1: others: no",
        "'' | no | 1:1: no",
        "'' | ': no' | 1:1: : no"
      })
  void aMessageThatBeginsWithAComponentIsAboutIt(String field, String message, String expected) {
    String yaml = "{" + field + (field.isEmpty() ? "" : " ") + "message: \"" + message + "\"}";
    assertThatThrownBy(() -> Configuration.parse(yaml, "f", Bare.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("f:" + expected);
  }
}
