namespace LockAnalyzers.Recognition.Apis;

internal enum Waiting
{
    Unknown,
    Waits,
    FailsAtOnce,
}
