#!/usr/bin/env bash
# Looks for what would make a run depend on anything but its inputs, and for traps without a reason.
#
#   scripts/lint-determinism.sh [ROOT]
#
# Pure layer and Strategies/: clocks, random draws, functions of the C library's mathematics, tasks, printing, the process's surroundings,
# system modules, iteration over dictionaries and sets, binary floating point in Exchange. The one escape is a comment
# `determinism-ok: REASON` on the line or the line above.
# All of Sources/ and Strategies/: fatalError, try!, as!, @unchecked Sendable and nonisolated(unsafe) want a comment with the reason there.
#
# Text search, no compiler: comments and string literals are taken out first, the rest is words. It finds slips, not intent.
set -euo pipefail
export LC_ALL=C
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/..}"

folders=()
for folder in Sources Strategies; do [ -d "$folder" ] && folders+=("$folder"); done
[ ${#folders[@]} -gt 0 ] || { echo "determinism lint: no Sources here: $PWD" >&2; exit 2; }

find "${folders[@]}" -type f -name '*.swift' -print0 | sort -z | xargs -0 awk '
  BEGIN {
    pure = "^(Sources/(Market|Synthetic|Exchange|Indicators|StrategyKit|Replay|Metrics)|Strategies)/"
    before = "(^|[^A-Za-z0-9_])"
    free = "(^|[^A-Za-z0-9_.])"
    after = "([^A-Za-z0-9_]|$)"

    rule("clock", before "(Date|ContinuousClock|SuspendingClock|SystemClock|DispatchTime)[ ]*[(.]|" free "(clock_gettime|gettimeofday)[ ]*\\(|" free "(clock\\(\\)|time\\((nil|&))", \
      "time comes in with the inputs")
    rule("random", before "(random|randomElement|shuffle|shuffled|arc4random|drand48|getrandom)[ ]*\\(|SystemRandomNumberGenerator", \
      "draws are functions of seed, purpose and sequence")
    rule("libm", free "(sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|exp|exp2|exp10|expm1|log|log2|log10|log1p|pow|cbrt|hypot|erf|erfc|tgamma|lgamma)[ ]*\\(", \
      "the C library differs between machines; our own functions do not")
    rule("task", before "(Task|TaskGroup|withTaskGroup|async|await|actor|DispatchQueue|Thread)" after, \
      "the pure layer is one thread and never waits")
    rule("print", free "(print|debugPrint|dump|fputs|puts|printf)[ ]*\\(", "output goes through watchers and reports")
    rule("surroundings", before "(getenv|ProcessInfo|CommandLine|FileManager|hashValue|ObjectIdentifier)" after, \
      "nothing of the process or the machine reaches a run")
    rule("import", "^[ ]*((public|package|internal|fileprivate|private|@_exported|@preconcurrency)[ ]+)*import[ ]+(Foundation|FoundationEssentials|Glibc|Musl|Darwin|Dispatch|Synchronization)" after, \
      "the pure layer imports no system module")
    rule("float", before "(Double|Float|Float16|Float32|Float64|Float80|CGFloat)" after, "money and matching are integers")

    trap("fatalError", before "fatalError[ ]*\\(")
    trap("try!", before "try!")
    trap("as!", before "as!")
    trap("@unchecked Sendable", "@unchecked[ ]+Sendable")
    trap("nonisolated(unsafe)", "nonisolated\\(unsafe\\)")

    iterating = "\\.(map|flatMap|compactMap|forEach|reduce|first|min|max|enumerated|prefix|suffix|dropFirst|popFirst|removeFirst|makeIterator|lazy|joined|elementsEqual)" after
  }

  function rule(name, pattern, why) { ruleName[++rules] = name; rulePattern[rules] = pattern; ruleWhy[rules] = why }
  function trap(name, pattern) { trapName[++traps] = name; trapPattern[traps] = pattern }

  # The line without comments and without what stands in string literals; remembers what is still open at its end.
  function code(line,    result, i, character, n, run) {
    if (!blockDepth && !inString && index(line, "\"") == 0 && index(line, "/*") == 0) {
      i = index(line, "//")
      return i ? substr(line, 1, i - 1) : line
    }
    result = ""
    n = length(line)
    for (i = 1; i <= n; i++) {
      character = substr(line, i, 1)
      if (blockDepth) {
        if (substr(line, i, 2) == "*/") { blockDepth--; i++ }
        else if (substr(line, i, 2) == "/*") { blockDepth++; i++ }
      } else if (inString) {
        if (character == "\\" && substr(line, i + 1, length(pounds)) == pounds) i += length(pounds) + 1
        else if (substr(line, i, length(quote) + length(pounds)) == quote pounds) {
          i += length(quote) + length(pounds) - 1
          inString = 0
          result = result "\""
        }
      } else if (substr(line, i, 2) == "//") break
      else if (substr(line, i, 2) == "/*") { blockDepth = 1; i++ }
      else if (character == "\"") {
        pounds = ""
        for (run = i - 1; run >= 1 && substr(line, run, 1) == "#"; run--) pounds = pounds "#"
        quote = substr(line, i, 3) == "\"\"\"" ? "\"\"\"" : "\""
        i += length(quote) - 1
        inString = 1
        result = result "\""
      } else result = result character
    }
    if (inString && quote == "\"") inString = 0
    return result
  }

  function report(number, name, why) {
    printf "%s:%d: %s: %s\n", file[number], place[number], name, why
    found++
  }

  FNR == 1 { blockDepth = 0; inString = 0; previousComment = ""; files++ }
  {
    total++
    file[total] = FILENAME
    place[total] = FNR
    text[total] = code($0)
    comment = ""
    if (match($0, /\/\/.*/)) comment = substr($0, RSTART)
    excused[total] = (comment previousComment) ~ /determinism-ok:[ ]*[^ ]/
    # Three words are a reason.
    reasoned[total] = comment ~ /[^ ]+ +[^ ]+ +[^ ]+ +[^ ]+/ || previousComment ~ /[^ ]+ +[^ ]+ +[^ ]+ +[^ ]+/
    previousComment = $0 ~ /^[ ]*\/\// ? comment : ""

    split(FILENAME, parts, "/")
    module[total] = parts[1] == "Sources" ? parts[2] : parts[1]
    if (FILENAME ~ pure && match(text[total], /(let|var)[ ]+[A-Za-z_][A-Za-z0-9_]*[ ]*[:=].*/)) {
      declaration = substr(text[total], RSTART, RLENGTH)
      sub(/^(let|var)[ ]+/, "", declaration)
      name = declaration
      sub(/[^A-Za-z0-9_].*/, "", name)
      rest = substr(declaration, length(name) + 1)
      if (rest ~ /^[ ]*:[ ]*(\[[^](=]*:|Dictionary<|Set<)/ || rest ~ /^[ ]*=[ ]*(\[[^]=]*:[^]]*\][ ]*(\(|$)|Set[<(]|Dictionary[<(])/) {
        unordered[module[total], name] = 1
        unorderedHere[FILENAME, name] = 1
        if (!((module[total], name) in listed)) {
          listed[module[total], name] = 1
          names[module[total]] = names[module[total]] " " name
        }
      } else if (rest ~ /^[ ]*:[ ]*\[/ || rest ~ /^[ ]*=[ ]*\[/) ordered[module[total], name] = 1
    }
  }

  END {
    for (number = 1; number <= total; number++) {
      line = text[number]
      if (line !~ /[A-Za-z]/) continue
      for (index_ = 1; index_ <= traps; index_++)
        if (line ~ trapPattern[index_] && !reasoned[number])
          report(number, trapName[index_], "wants a comment with the reason on the line or the line above")
      if (file[number] !~ pure || excused[number]) continue
      for (index_ = 1; index_ <= rules; index_++) {
        if (ruleName[index_] == "float" && module[number] != "Exchange") continue
        # Our own functions call each other by the same names; without a system module there are no others.
        if (ruleName[index_] == "libm" && file[number] ~ /\/RealFunctions[^\/]*$/) continue
        # A declaration of that name is ours.
        checked = line
        gsub(/(func|case)[ ]+[A-Za-z0-9_]+/, "func", checked)
        if (checked ~ rulePattern[index_]) report(number, ruleName[index_], ruleWhy[index_])
      }
      count = split(names[module[number]], candidates, " ")
      for (index_ = 1; index_ <= count; index_++) {
        name = candidates[index_]
        if (index(line, name) == 0) continue
        # A name that is an array elsewhere in the module counts only where it is a dictionary.
        if (((module[number], name) in ordered) && !((file[number], name) in unorderedHere)) continue
        loop = "for[ ]+.*[ ]in[ ]+([A-Za-z0-9_]+[.])*" name "(\\.(keys|values))?(" iterating "|[ ]*\\{|[ ]+where[ ]|[ ]*$)"
        chain = before name "(\\.(keys|values))?" iterating
        if (line ~ loop || line ~ chain)
          report(number, "unordered", "the order of " name " differs from run to run; sort it or keep an array")
      }
    }
    if (found) {
      printf "determinism lint: %d found in %d files\n", found, files
      exit 1
    }
    printf "determinism lint: %d files, nothing found\n", files
  }
'
