using ContainerTool;

if (args is not [string directory])
{
    Console.Error.WriteLine("usage: DirectoryLock <directory>");
    return 2;
}

using (DirectoryLock.Acquire(directory))
{
    Console.WriteLine($"This run alone may change {directory}. Press Enter to let the next one in.");
    Console.ReadLine();
}

return 0;
