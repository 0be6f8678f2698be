using Xunit;
namespace LockAnalyzers.Tests.Interpretation;
public sealed class TmpDebug(ITestOutputHelper output)
{
    [Fact]
    public void Dump()
    {
        var c = Interpreted.Compilation(System.IO.File.ReadAllText("/work/scratch/dbg.cs"));
        foreach (var d in c.GetDiagnostics().Where(d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error)) output.WriteLine(d.ToString());
        foreach (var b in Interpreted.Locks(c).Bodies(default))
        {
            output.WriteLine($"{b.Member.Name} {b.ExceededBound}");
            foreach (var k in b.AllCalls)
                output.WriteLine($"  {k.Site.Syntax} undecided={k.IsUndecided} held={string.Join(";", k.HeldAt.Select(e => e.Kind + "@" + e.Location.SourceSpan))} released={string.Join(";", k.ReleasedAt.Select(e => e.Kind + "@" + e.Location.SourceSpan))} leaked={k.FileLeakedAt.Length} file={k.File?.GetType().Name}");
        }
        Assert.Fail("dump");
    }
}
