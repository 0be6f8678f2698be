namespace LockAnalyzers.Rules.Declaration;

/// <summary>How a fix changes what a rule on declarations and handles reports.</summary>
internal enum DeclarationEdit
{
    /// <summary>No edit is certain to be right.</summary>
    None,

    /// <summary>Puts <c>System.Threading.NativeOverlapped</c> in the place of an own structure.</summary>
    UseNativeOverlapped,

    /// <summary>Passes a structure by reference.</summary>
    PassByReference,

    /// <summary>Gives a parameter, a field or a result another type.</summary>
    ChangeType,

    /// <summary>Inserts a parameter that must be zero, and passes zero for it.</summary>
    InsertReserved,

    /// <summary>Names another entry point.</summary>
    ChangeEntryPoint,

    /// <summary>Chooses the numbers of fcntl by system.</summary>
    ChooseNumbers,

    /// <summary>Uses the numbers of macOS, where no other system runs the call.</summary>
    UseNumbers,

    /// <summary>Passes the SafeHandle, which the marshaller keeps alive, in the place of its raw handle.</summary>
    PassSafeHandle,

    /// <summary>Keeps the SafeHandle alive by its reference count while its raw handle is in use.</summary>
    CountReference,

    /// <summary>Passes the variable argument of fcntl where Apple's arm64 looks for it.</summary>
    PadArguments,
}
