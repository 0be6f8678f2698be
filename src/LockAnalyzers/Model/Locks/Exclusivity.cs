namespace LockAnalyzers.Model.Locks;

internal enum Exclusivity
{
    Unknown,
    Shared,
    Exclusive,
}
