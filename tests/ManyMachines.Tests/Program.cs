using ManyMachines.Tests;
using Xunit.Runner.InProc.SystemConsole;

// Tests count the sessions of the server, and every one of them has processes of its own.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(PostgresServer))]

return args is [OtherProcess.Switch] ? OtherProcess.Play() : await ConsoleRunner.Run(args);
