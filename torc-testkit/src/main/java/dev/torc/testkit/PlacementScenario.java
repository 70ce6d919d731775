package dev.torc.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What another program did with some members and keys. {@link PlacementFile} is how scenarios are
 * stored.
 *
 * @param options the program's settings that differ from its defaults, in their order
 * @param members in the order in which the program is configured with them, each once; none where a
 *     scenario is not about members
 * @param answers where each key went: to one of the members, if there are any
 */
public record PlacementScenario(
    Map<String, String> options, List<Member> members, List<Answer> answers) {
  private static final int NAMED_MEMBERS = 3;

  /**
   * A member.
   *
   * @param name what the program is configured with, not empty
   * @param weight 0 or more
   */
  public record Member(String name, int weight) {

    /** Checks both components. */
    public Member {
      if (name.isEmpty() || hasSeparator(name)) {
        throw new IllegalArgumentException(
            "member: \"" + name + "\" (expected: text without tabs and line feeds)");
      }
      if (weight < 0) {
        throw new IllegalArgumentException(
            "weight of " + name + ": " + weight + " (expected: 0 or more)");
      }
    }

    @Override
    public String toString() {
      return name + "=" + weight;
    }
  }

  /**
   * Where a key went.
   *
   * @param key a key; also what stands for one, such as its hash
   * @param owner the name of a member; where there are none, what the program made of the key
   */
  public record Answer(String key, String owner) {

    /** Checks that both can be stored. */
    public Answer {
      if (hasSeparator(key) || key.startsWith(PlacementFile.HEADING)) {
        throw new IllegalArgumentException(
            "key: \"" + key + "\" (expected: no tab, no line feed, no \"= \" at the start)");
      }
      if (owner.isEmpty() || hasSeparator(owner)) {
        throw new IllegalArgumentException(
            "owner: \"" + owner + "\" (expected: text without tabs and line feeds)");
      }
    }
  }

  /**
   * Copies the components and checks that they fit each other.
   *
   * @throws IllegalArgumentException if an option cannot be stored, two members have one name, or
   *     an owner is not among the members
   */
  public PlacementScenario {
    options.forEach(PlacementScenario::checkOption);
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    members = List.copyOf(members);
    answers = List.copyOf(answers);
    Set<String> names = new HashSet<>();
    for (Member member : members) {
      if (!names.add(member.name())) {
        throw new IllegalArgumentException("member: " + member.name() + " (expected: once)");
      }
    }
    for (Answer answer : answers) {
      if (!names.isEmpty() && !names.contains(answer.owner())) {
        throw new IllegalArgumentException(
            "owner of " + answer.key() + ": " + answer.owner() + " (expected: a member)");
      }
    }
  }

  private static void checkOption(String name, String value) {
    if (name.isEmpty() || hasSeparator(name + value) || (name + value).contains(",")) {
      throw new IllegalArgumentException(
          "option: \"" + name + "=" + value + "\" (expected: no tab, line feed or comma)");
    }
    if (name.contains("=")) {
      throw new IllegalArgumentException("option: \"" + name + "\" (expected: no =)");
    }
  }

  private static boolean hasSeparator(String text) {
    return text.indexOf('\t') >= 0 || text.indexOf('\n') >= 0;
  }

  /** An option's value. */
  public String option(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  /**
   * An option's value as a number.
   *
   * @throws NumberFormatException if it is none
   */
  public int number(String name, int otherwise) {
    return options.containsKey(name) ? Integer.parseInt(options.get(name)) : otherwise;
  }

  /** The keys of the answers. */
  public List<String> keys() {
    return answers.stream().map(Answer::key).toList();
  }

  /** The owners of the answers. */
  public List<String> owners() {
    return answers.stream().map(Answer::owner).toList();
  }

  /**
   * The same scenario with other answers.
   *
   * @param keys any keys
   * @param owners as many: where each key went
   */
  public PlacementScenario answered(List<String> keys, List<String> owners) {
    if (keys.size() != owners.size()) {
      throw new IllegalArgumentException(
          "owners: " + owners.size() + " (expected: " + keys.size() + ", one for each key)");
    }
    List<Answer> all = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      all.add(new Answer(keys.get(i), owners.get(i)));
    }
    return new PlacementScenario(options, members, all);
  }

  /** The same scenario with other names for the members, also in the answers. */
  public PlacementScenario renamed(UnaryOperator<String> names) {
    return new PlacementScenario(
        options,
        members.stream()
            .map(member -> new Member(names.apply(member.name()), member.weight()))
            .toList(),
        answers.stream()
            .map(answer -> new Answer(answer.key(), names.apply(answer.owner())))
            .toList());
  }

  /** Enough to recognize it: options, the number of members, the first of them. */
  @Override
  public String toString() {
    String first =
        members.stream()
            .limit(NAMED_MEMBERS)
            .map(Member::toString)
            .collect(Collectors.joining(" "));
    return (options.isEmpty() ? "" : options + " ")
        + members.size()
        + " members: "
        + first
        + (members.size() > NAMED_MEMBERS ? " …" : "");
  }
}
