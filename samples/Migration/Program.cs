using Migration;

// Counts both numbers up: Migration <folder> <times>
var (folder, times) = (args[0], int.Parse(args[1]));
using var own = new FileStream(Path.Combine(folder, "own"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
for (var i = 0; i < times; i++)
{
    Counter.Count(Path.Combine(folder, "beside"));
    Counter.CountIn(own);
}
