using System.Text;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace LockAnalyzers.Tests.Interpretation;

/// <summary>
/// The interpreter against brute force: on bodies made at random, both must find the same ways out that hold a lock, no more and no fewer.
/// </summary>
public sealed class PathOracleTests(ITestOutputHelper output)
{
    private const int Bodies = 150;

    /// <summary>
    /// Fixed, so that a run of CI tells of the change and not of the day; ORACLE_SEED in the environment adds another.
    /// </summary>
    public static TheoryData<int> Seeds =>
        [1, 20, 300, 5008, .. int.TryParse(Environment.GetEnvironmentVariable("ORACLE_SEED"), out var more) ? new[] { more } : []];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_interpreter_finds_exactly_the_ways_out_that_hold_a_lock(int seed)
    {
        output.WriteLine($"seed {seed}");
        var generator = new BodyGenerator(seed);
        var bodies = Enumerable
            .Range(0, Bodies)
            .Select(i => (Name: "M" + i, Body: generator.Next()))
            .ToDictionary(b => b.Name, b => b.Body);
        var source = new StringBuilder(BodyWriter.Preamble);
        foreach (var (name, body) in bodies)
            source.AppendLine().Append(BodyWriter.Write(name, body));
        source.AppendLine("}");

        var compilation = Interpreted.Compilation(source.ToString());
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));

        var found = Interpreted
            .Locks(compilation)
            .Bodies(CancellationToken.None)
            .Where(b => b.ExceededBound is null)
            .ToDictionary(b => b.Member.Name);
        var failures = new List<string>();
        var (complete, skipped) = (0, 0);
        foreach (var (name, body) in bodies)
        {
            var (expected, isComplete) = BruteForce.Run(body);
            if (expected.Count > 0 && !found.ContainsKey(name))
            {
                skipped++;
                continue;
            }

            var actual = found.TryGetValue(name, out var facts) ? facts.Calls.SelectMany(Exits).ToHashSet() : [];
            complete += isComplete ? 1 : 0;
            var missed = expected.Except(actual).ToList();
            var invented = isComplete ? actual.Except(expected).ToList() : [];
            if (missed.Count > 0 || invented.Count > 0)
                failures.Add(
                    $"{name}: missed [{string.Join(", ", missed)}], invented [{string.Join(", ", invented)}]\n{BodyWriter.Write(name, body)}"
                );
        }

        Assert.True(failures.Count == 0, $"seed {seed}: {failures.Count} bodies, the shortest of them {failures.MinBy(f => f.Length)}");
        Assert.True(skipped < Bodies / 10, $"{skipped} of {Bodies} bodies were too tangled to interpret.");
        Assert.True(complete > Bodies / 2, $"Only {complete} of {Bodies} bodies were run along every path.");
    }

    private static IEnumerable<HeldExit> Exits(LockCallFacts call)
    {
        Assert.False(call.IsUndecided);
        var text = call.Site.Syntax.ToString();
        if (!call.IsAcquire)
            return [];

        var site = int.Parse(text.Split("/*")[1].Split("*/")[0], System.Globalization.CultureInfo.InvariantCulture);
        return call.HeldAt.Select(exit => new HeldExit(
            site,
            exit.Kind switch
            {
                ExitKind.Return => "return "
                    + exit.Location.SourceTree!.GetRoot()
                        .FindNode(exit.Location.SourceSpan)
                        .FirstAncestorOrSelf<ReturnStatementSyntax>()!
                        .Expression,
                ExitKind.Throw => "throw",
                _ => "exception",
            }
        ));
    }
}
